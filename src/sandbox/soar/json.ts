/** What travels over the wire. */
export type Json = null | boolean | number | string | Json[] | JsonObject
export interface JsonObject {
  [key: string]: Json
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The same text for the same content, whatever the order of its keys. */
export function toCanonicalText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(toCanonicalText).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${pairs.map(([key, part]) => `${JSON.stringify(key)}:${toCanonicalText(part)}`).join(',')}}`
}
