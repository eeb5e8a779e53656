import { isJsonObject, type Json, type JsonObject } from './json'

/**
 * Own members only: foreign bodies may hold keys such as `toString` or `constructor`, and asking for an absent one
 * must not answer what every object inherits.
 */
export function readValue(parent: JsonObject | undefined, name: string): Json | undefined {
  return parent !== undefined && Object.hasOwn(parent, name) ? parent[name] : undefined
}

export function readObject(parent: JsonObject | undefined, name: string): JsonObject | undefined {
  const value = readValue(parent, name)
  return isJsonObject(value) ? value : undefined
}

export function readString(parent: JsonObject | undefined, name: string): string | undefined {
  const value = readValue(parent, name)
  return typeof value === 'string' ? value : undefined
}

/** The objects of a list; empty where there is no list. */
export function readObjects(parent: JsonObject | undefined, name: string): JsonObject[] {
  const value = readValue(parent, name)
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}
