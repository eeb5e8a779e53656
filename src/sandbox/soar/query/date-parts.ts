import type { Json } from '../json'
import type { Kind } from '../model'

/** One part of an instant in UTC, as Django counts it. */
export interface DatePart {
  kind: Kind
  read(instant: Json): Json
}

const DAY_MS = 86_400_000
const MIDNIGHT = 'T00:00:00.000000Z'

/** `create_time__year=2026`, each alone or before another operator: `create_time__hour__gte=8`. */
export const DATE_PARTS: ReadonlyMap<string, DatePart> = new Map<string, DatePart>([
  ['year', count(text => readDigits(text, 0, 4))],
  ['month', count(text => readDigits(text, 5, 7))],
  ['day', count(text => readDigits(text, 8, 10))],
  ['hour', count(text => readDigits(text, 11, 13))],
  ['minute', count(text => readDigits(text, 14, 16))],
  ['second', count(text => readDigits(text, 17, 19))],
  ['quarter', count(text => Math.ceil(readDigits(text, 5, 7) / 3))],
  // The first day of all was a Thursday; Sunday is 1.
  ['week_day', count(text => weekdayOf(countDays(text) + 4) + 1)],
  ['week', count(text => countWeek(countDays(text)))],
  [
    'date',
    { kind: 'time', read: instant => (typeof instant === 'string' ? `${instant.slice(0, 10)}${MIDNIGHT}` : null) },
  ],
])

function count(read: (text: string) => number): DatePart {
  return { kind: 'number', read: instant => (typeof instant === 'string' ? read(instant) : null) }
}

/** Several times faster than a `Date` for each row. */
function readDigits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at += 1) value = value * 10 + text.charCodeAt(at) - 48
  return value
}

/** Days since 1970. */
function countDays(text: string): number {
  return Date.UTC(readDigits(text, 0, 4), readDigits(text, 5, 7) - 1, readDigits(text, 8, 10)) / DAY_MS
}

/** 0 to 6, also before 1970. */
function weekdayOf(days: number): number {
  return ((days % 7) + 7) % 7
}

/** ISO 8601: a week runs from Monday on and belongs to the year of its Thursday. */
function countWeek(days: number): number {
  const thursday = days + 3 - weekdayOf(days + 3)
  const newYear = Date.UTC(new Date(thursday * DAY_MS).getUTCFullYear(), 0, 1) / DAY_MS
  return Math.floor((thursday - newYear) / 7) + 1
}
