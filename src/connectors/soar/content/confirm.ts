import { isJsonObject, type Json, type JsonObject } from '../../../domain/json'
import { BridgeError, isBridgeError } from '../../../errors'
import { readId } from '../answer'
import { type ReadCall, rejectionOf, unclearAnswer, type WriteCall } from '../call'
import { buildFlags, checkId, type ListFlag } from '../query'

/** What SOAR made, and all that it said of it. */
export interface Made {
  id: string
  body: JsonObject
}

/** A POST that makes one thing. A refusal raises `rejected`, anything unproven `unavailable`. */
export async function make(call: WriteCall, path: string, body: JsonObject): Promise<Made> {
  const outcome = await call.post(path, body)
  if (outcome.status === 'refused') throw rejectionOf(path, outcome)
  if (outcome.status !== 'done') throw unclearAnswer(path)
  return { id: outcome.id, body: outcome.body }
}

/** A POST to one thing, of which SOAR must say that it changed. */
export async function change(call: WriteCall, at: { path: string; id: string }, fields: JsonObject): Promise<void> {
  const address = `${at.path}/${checkId(at.id)}`
  const { id } = await make(call, address, fields)
  if (id !== at.id) throw unclearAnswer(address)
}

/** A DELETE of one thing; takes a user with a password (soar.md section 2). */
export async function remove(call: WriteCall, at: { path: string; id: string }): Promise<void> {
  await call.delete(`${at.path}/${checkId(at.id)}`)
}

/** One record, or null where SOAR says that there is none. */
export async function readRecord(
  call: ReadCall,
  at: { path: string; id: string; flags?: readonly ListFlag[] },
): Promise<JsonObject | null> {
  const address = `${at.path}/${checkId(at.id)}`
  const record = await nullIfMissing(call.get(address, buildFlags(at.flags ?? [])))
  if (record === null || (isJsonObject(record) && readId(record.id) === at.id)) return record
  throw new BridgeError('unavailable', `GET ${address}: the answer is not that record`, { code: 'unreadable-answer' })
}

export async function nullIfMissing<Answer>(reading: Promise<Answer>): Promise<Answer | null> {
  try {
    return await reading
  } catch (error) {
    if (isBridgeError(error) && error.code === 'not-found') return null
    throw error
  }
}

/** Ids are texts in the bridge and numbers in SOAR's bodies. */
export function toNumber(id: string): number {
  return Number(checkId(id))
}

/** The members that are there, under the names that SOAR has for them. */
export function renameFields<Fields extends object>(
  fields: Fields,
  names: Readonly<Partial<Record<keyof Fields & string, string>>>,
): JsonObject {
  const renamed: JsonObject = {}
  for (const key of Object.keys(names) as (keyof Fields & string)[]) {
    const name = names[key]
    const value = fields[key] as Json | undefined
    if (name !== undefined && value !== undefined) renamed[name] = value
  }
  return renamed
}
