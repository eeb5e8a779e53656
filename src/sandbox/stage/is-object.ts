export type Fields = Record<string, unknown>

/** What came over the wire is not to be trusted. */
export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
