import { isJsonObject, type Json, type JsonObject } from '../domain/json'
import { isDocument, readDocument } from './document-text'

/** Where the two systems keep the plain value of an object: `{value,link}`, `{display_value,value}`, `{name}`, people. */
const valueKeys = ['value', 'display_value', 'name', 'displayName', 'emailAddress', 'key', 'id']

/** The plain values of a field: strings without empty ones; a list answers with those of its members. */
export function plainValues(value: Json | undefined): string[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value.flatMap(plainValues)
  if (isJsonObject(value)) return plainValuesOf(value)
  const text = String(value).trim()
  return text === '' ? [] : [text]
}

function plainValuesOf(value: JsonObject): string[] {
  if (isDocument(value)) return plainValues(readDocument(value))
  const key = valueKeys.find(candidate => Object.hasOwn(value, candidate))
  const held = key === undefined ? undefined : value[key]
  return typeof held === 'object' ? [] : plainValues(held)
}

/** A bare record id (32 hexadecimal digits), which names nobody and nothing to a person. */
export function isRecordId(value: string): boolean {
  return /^[0-9a-f]{32}$/i.test(value)
}
