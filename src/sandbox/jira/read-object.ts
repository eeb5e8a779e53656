/** The value as an object, or an empty one where it is anything else: request bodies are not to be trusted. */
export function readObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {}
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
