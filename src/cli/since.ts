import { InvalidArgumentError } from 'commander'
import type { Clock } from '../domain/clock'

const dayMs = 86_400_000
const isoTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/

/**
 * `30d`, `2026-10-01` or `2026-10-01T08:00Z`, to epoch milliseconds. Days end at midnight UTC, so that the same words mean
 * the same time all day long.
 */
export function readSince(clock: Pick<Clock, 'now'>): (text: string) => number {
  return text => {
    const days = /^(\d{1,4})d$/.exec(text)?.[1]
    if (days !== undefined) return Math.floor(clock.now() / dayMs) * dayMs - Number(days) * dayMs
    const at = isoTime.test(text) ? Date.parse(text) : Number.NaN
    if (Number.isNaN(at))
      throw new InvalidArgumentError('expected days (30d), a date (2026-10-01) or a time with its zone')
    return at
  }
}
