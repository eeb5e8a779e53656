import { isObject } from '../read-object'

const MAX_KEY = 255
const MAX_VALUE = 32_768

/** `[{key, value}]` of a request as a record; what is none is left out. */
export function readProperties(list: unknown): Record<string, unknown> {
  const pairs = Array.isArray(list) ? list.filter(isObject) : []
  return Object.fromEntries(pairs.map(({ key, value }) => [String(key), value]))
}

/** Why Jira does not store the property, or null. */
export function judgeProperty(key: string, value: unknown): string | null {
  if (key.length > MAX_KEY) return 'The property key cannot be longer than 255 characters.'
  if (value === undefined || value === '') return 'The property value cannot be empty.'
  if (JSON.stringify(value).length <= MAX_VALUE) return null
  return 'The property value cannot be longer than 32768 characters.'
}
