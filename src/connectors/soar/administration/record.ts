import { isJsonObject, type Json, type JsonObject } from '../../../domain/json'
import { BridgeError } from '../../../errors'
import { readId } from '../answer'
import { type ReadCall, rejectionOf, unclearAnswer, type WriteCall } from '../call'

/** GET of one record, which must be that one. Raises `rejected` (`not-found`), `denied`, `unavailable`. */
export async function getRecord(call: ReadCall, path: string, id: string): Promise<JsonObject> {
  const record = await getObject(call, `${path}/${id}`)
  if (String(record.id) === id) return record
  throw strangeAnswer(`${path}/${id}`, 'it is another record')
}

/** GET of what is answered as one object. */
export async function getObject(call: ReadCall, path: string): Promise<JsonObject> {
  const record = await call.get(path)
  if (isJsonObject(record)) return record
  throw strangeAnswer(path, 'it is no record')
}

/** POST that must be confirmed; the new or changed record's id. */
export async function postRecord(call: WriteCall, path: string, body: JsonObject): Promise<string> {
  const outcome = await call.post(path, body)
  if (outcome.status === 'refused') throw rejectionOf(path, outcome)
  if (outcome.status !== 'done') throw unclearAnswer(path)
  return outcome.id
}

export function strangeAnswer(path: string, says: string): BridgeError {
  return new BridgeError('unavailable', `GET ${path}: the answer cannot be read: ${says}`, {
    code: 'unreadable-answer',
  })
}

/** An id of a record in a list; raises where there is none. */
export function idOf(record: JsonObject, path: string): string {
  const id = readId(record.id)
  if (id === null) throw strangeAnswer(path, 'a record has no id')
  return id
}

/** A text, or null where SOAR leaves it out, empty or null. */
export function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

export function textsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
}

/** An id of another record, 0 included, as a text. */
export function referenceOf(value: Json | undefined): string | null {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : null
}
