import { Failure, type Reply, reply, settle } from './envelope'
import { normalizeInstant } from './instant'
import { isObject, type Json, type JsonObject } from './json'

/** Turns one field of a body into what the record keeps. */
export type ReadField = (value: Json, name: string) => Json

/** The fields of `body` that can be written; all others are ignored without a word, as SOAR does. */
export function readFields(body: JsonObject, fields: Readonly<Record<string, ReadField>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, read]) => {
      const value = body[name]
      return value === undefined ? [] : [[name, read(value, name)]]
    }),
  )
}

export const readText: ReadField = (value, name) => {
  if (typeof value === 'object' && value !== null) throw invalid(name)
  return value === null ? null : String(value)
}

export const readObject: ReadField = (value, name) => {
  if (!isObject(value)) throw invalid(name)
  return value
}

export const readTags: ReadField = (value, name) => {
  if (!Array.isArray(value)) throw invalid(name)
  return value.map(tag => readText(tag, name))
}

export const readInstant: ReadField = (value, name) => {
  const instant = typeof value === 'string' ? normalizeInstant(value) : null
  if (value !== null && instant === null) throw invalid(name)
  return instant
}

export const readNumber: ReadField = (value, name) => {
  if (value === null) return null
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  if (!Number.isSafeInteger(number)) throw invalid(name)
  return number
}

export function requireObject(body: Json | undefined): JsonObject {
  // The text is not verified against a real SOAR.
  if (!isObject(body)) throw new Failure(400, 'Unable to parse request body as JSON')
  return body
}

/**
 * A list in a POST is a bulk: every item stands alone, and the answer is 200 when at least one succeeded (facts section 3;
 * that it is 400 where none did is not verified).
 */
export function answerEach(items: Json[], answer: (item: JsonObject) => JsonObject): Reply {
  const replies = items.map(item => settle(() => reply(answer(requireObject(item)))))
  return { status: replies.some(({ status }) => status === 200) ? 200 : 400, body: replies.map(({ body }) => body) }
}

/** The text is not verified against a real SOAR. */
function invalid(name: string): Failure {
  return new Failure(400, `Invalid value for "${name}"`)
}
