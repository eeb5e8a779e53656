import { isJsonObject, type Json, type JsonObject } from '../../../domain/json'
import { BridgeError, isBridgeError } from '../../../errors'
import { readId } from '../answer'
import type { ReadCall } from '../call'
import { checkId } from '../query'

/** GET of one record, or null where SOAR has none. Raises `unavailable` where the answer is another thing. */
export async function readRecord(call: ReadCall, path: string, id: string): Promise<JsonObject | null> {
  const address = `${path}/${checkId(id)}`
  try {
    const record = await call.get(address)
    if (isJsonObject(record) && (record.id === undefined || readId(record.id) === id)) return record
  } catch (error) {
    if (isBridgeError(error) && error.code === 'not-found') return null
    throw error
  }
  throw unreadable(address)
}

/** As `readRecord`, where there must be one: raises `rejected`, code `not-found`. */
export async function requireRecord(call: ReadCall, path: string, id: string): Promise<JsonObject> {
  const record = await readRecord(call, path, id)
  if (record === null) throw new BridgeError('rejected', `GET ${path}/${id}: not found`, { code: 'not-found' })
  return record
}

/** The same call with one more parameter on every read: `pretty`, `include_expensive`. */
export function withFlag(call: ReadCall, flag: 'pretty' | 'include_expensive'): ReadCall {
  return { get: (path, query = []) => call.get(path, [...query, [flag, 'true']]) }
}

export function unreadable(path: string): BridgeError {
  return new BridgeError('unavailable', `GET ${path}: the answer is not that record`, { code: 'unreadable-answer' })
}

export function readText(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** Epoch milliseconds, or null where SOAR gives no time. */
export function readTime(value: Json | undefined): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? null : time
}

/** A number, also where SOAR sends it as a text; null where it is none. */
export function readNumber(value: Json | undefined): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

export function readObjects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

export function readTexts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
}

/** What a text holds as JSON; the text itself where it holds none. */
export function parseText(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
