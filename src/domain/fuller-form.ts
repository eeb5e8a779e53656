import type { Json, JsonObject } from './json'

/**
 * Some deliveries hold a field in a shorter form (a code) than others do (the code with its label). The short form is
 * the value; the fuller one is remembered as a field of its own whose name binds it to the short form it belongs to.
 * So equal codes are equal values whoever told them, a later delivery without labels does not take labels away, and no
 * label outlives its code.
 */
export function nameFullerForm(field: string, shortForm: string): string {
  return `${prefix}${field}=${shortForm}`
}

/** The fields as people read them: each short form replaced by its fuller one where that was ever heard. */
export function unfoldFields(fields: JsonObject): JsonObject {
  const entries = Object.entries(fields).filter(([name]) => !name.startsWith(prefix))
  return Object.fromEntries(entries.map(([name, value]): [string, Json] => [name, unfold(fields, name, value)]))
}

const prefix = 'fuller:'

function unfold(fields: JsonObject, name: string, value: Json): Json {
  if (typeof value !== 'string') return value
  const fuller = nameFullerForm(name, value)
  return Object.hasOwn(fields, fuller) ? (fields[fuller] ?? value) : value
}
