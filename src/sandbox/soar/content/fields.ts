import { type ReadField, readNumber, readText } from '../body'
import { Failure } from '../envelope'
import type { Json, JsonObject } from '../json'
import type { Soar } from '../soar'
import type { Row } from '../table'

/** The container that a body names. Texts and status where it is missing or unknown are not verified. */
export function findContainerOf(soar: Soar, { container_id: id }: JsonObject): Row {
  if (id === undefined) throw isMissing('container_id')
  const container = soar.tables.container.find(Number(readNumber(id, 'container_id')))
  if (container === undefined) throw new Failure(400, 'Container matching query does not exist.')
  return container
}

/** A field that must be there and say something. The text is not verified. */
export function requireText(body: JsonObject, name: string): string {
  const text = readText(body[name] ?? null, name)
  if (typeof text !== 'string' || text === '') throw isMissing(name)
  return text
}

export function isMissing(name: string): Failure {
  return new Failure(400, `"${name}" is a required field`)
}

/** One of a few words. The text is not verified. */
export function readOneOf(words: readonly string[]): ReadField {
  return (value, name) => {
    if (typeof value === 'string' && words.includes(value)) return value
    throw new Failure(400, `Invalid value for "${name}"`)
  }
}

export const readBoolean: ReadField = (value, name) => {
  if (typeof value !== 'boolean') throw new Failure(400, `Invalid value for "${name}"`)
  return value
}

/** A foreign key of a body, under its own name or with `_id`; null where neither is there. */
export function readKey(body: JsonObject, name: string): Json {
  return readNumber(body[`${name}_id`] ?? body[name] ?? null, name)
}
