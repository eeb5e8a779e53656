import type { Json } from '../json'
import type { Kind } from '../model'

/** One part of an instant in UTC, as Django counts it. */
export interface DatePart {
  kind: Kind
  read(instant: Json): Json
}

const DAY_MS = 86_400_000

/** `create_time__year=2026`, each alone or before another operator: `create_time__hour__gte=8`. */
export const DATE_PARTS: ReadonlyMap<string, DatePart> = new Map<string, DatePart>([
  ['year', cut(0, 4)],
  ['month', cut(5, 7)],
  ['day', cut(8, 10)],
  ['hour', cut(11, 13)],
  ['minute', cut(14, 16)],
  ['second', cut(17, 19)],
  ['quarter', { kind: 'number', read: onInstant(text => Math.ceil(Number(text.slice(5, 7)) / 3)) }],
  ['week_day', { kind: 'number', read: onInstant(text => dayOf(text).getUTCDay() + 1) }],
  ['week', { kind: 'number', read: onInstant(text => countWeek(dayOf(text))) }],
  ['date', { kind: 'time', read: onInstant(text => `${text.slice(0, 10)}T00:00:00.000000Z`) }],
])

function cut(from: number, to: number): DatePart {
  return { kind: 'number', read: onInstant(text => Number(text.slice(from, to))) }
}

function onInstant(read: (text: string) => Json): DatePart['read'] {
  return instant => (typeof instant === 'string' ? read(instant) : null)
}

function dayOf(instant: string): Date {
  return new Date(`${instant.slice(0, 10)}T00:00:00Z`)
}

/** ISO 8601: the week belongs to the year of its Thursday. */
function countWeek(day: Date): number {
  const thursday = day.getTime() + (4 - (day.getUTCDay() || 7)) * DAY_MS
  const newYear = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1)
  return Math.floor((thursday - newYear) / DAY_MS / 7) + 1
}
