import { isJsonObject, type Json } from './json'
import type { Column, ColumnType } from './result-table'
import { toUtcText } from './utc-text'

/** The value as ServiceNow would store it, or what was expected. */
export type ReadValue = { value: string } | { expected: string }

/** Longest text of a column without a length of its own. */
const longestText = 1_000_000

/** Reads a value as its column's type would take it: numbers and booleans also as text, times as ServiceNow's or ISO's. */
export function readColumn(column: Column, given: Json): ReadValue {
  const plain = plainOf(column.type, given)
  if (plain === undefined) return { expected: `${article(column.type)}, not an object or a list` }
  if (plain === '') return { value: '' }
  return readers[column.type](plain, column)
}

/** A reference may come as ServiceNow answers it: `{ link, value }`. */
function plainOf(type: ColumnType, given: Json): string | undefined {
  if (given === null) return ''
  if (isJsonObject(given)) return type === 'reference' && typeof given.value === 'string' ? given.value : undefined
  if (Array.isArray(given)) return undefined
  return typeof given === 'string' && type !== 'string' ? given.trim() : String(given)
}

const readers: Record<ColumnType, (text: string, column: Column) => ReadValue> = {
  string: (text, { maxLength = longestText }) =>
    text.length <= maxLength ? { value: text } : { expected: `text of at most ${maxLength} characters` },
  integer: text => (/^[+-]?\d{1,15}$/.test(text) ? { value: String(Number(text)) } : { expected: 'a whole number' }),
  decimal: text => (/^[+-]?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? { value: text } : { expected: 'a decimal number' }),
  boolean: text => {
    const word = text.toLowerCase()
    if (word === 'true' || word === '1') return { value: 'true' }
    return word === 'false' || word === '0' ? { value: 'false' } : { expected: 'true or false' }
  },
  datetime: text => readDateTime(text),
  reference: text => (text.length <= 255 ? { value: text } : { expected: 'an id or a name' }),
  choice: (text, { choices = [] }) => {
    if (choices.length === 0) return { value: text }
    const known = choices.find(choice => choice.toLowerCase() === text.toLowerCase())
    return known === undefined ? { expected: `one of ${choices.join(', ')}` } : { value: known }
  },
}

/** `YYYY-MM-DD HH:MM:SS` is UTC (facts/servicenow.md 3.1); ISO 8601 may name an offset. Stored as the first. */
function readDateTime(text: string): ReadValue {
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?\s?(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text)
  const expected = { expected: 'a time as YYYY-MM-DD HH:MM:SS in UTC, or in ISO 8601' }
  if (parts === null) return expected
  const [, day = '', time = '00:00:00', zone = 'Z'] = parts
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()
  const seconds = time.length === 5 ? `${time}:00` : time
  const ms = Date.parse(`${day}T${seconds}${offset}`)
  // `Date` rolls the 30th of February over to March.
  if (Number.isNaN(ms) || !new Date(Date.parse(`${day}T00:00:00Z`)).toISOString().startsWith(day)) return expected
  return { value: toUtcText(ms) }
}

function article(type: ColumnType): string {
  return type === 'integer' ? 'an integer' : `a ${type}`
}
