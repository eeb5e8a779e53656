import { performance } from 'node:perf_hooks'
import { createSkewedClock } from '../stage/skewed-clock'

/** Milliseconds since the epoch, finer than `Date.now()`. */
export function readMachineTime(): number {
  return performance.timeOrigin + performance.now()
}

export const soarClock = createSkewedClock(readMachineTime)

/** Now, as SOAR writes it: ISO 8601 in UTC with microseconds and `Z`. */
export function readNow(): string {
  return formatMicros(Math.round(soarClock.now() * 1000))
}

/** Epoch milliseconds as SOAR writes them. */
export function formatInstant(ms: number): string {
  return formatMicros(Math.round(ms * 1000))
}

/** `instant` moved by `ms`. */
export function shiftInstant(instant: string, ms: number): string {
  return formatMicros(Date.parse(instant) * 1000 + ms * 1000)
}

const SHAPE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?(Z|[+-]\d\d:?\d\d)?$/

/** A written time in SOAR's own form, so that instants compare as text; null where it is none. */
export function normalizeInstant(text: string): string | null {
  const parts = SHAPE.exec(text)
  if (parts === null) return null
  const [, day, minutes = '00:00', seconds = '00', fraction = '', zone = 'Z'] = parts
  const ms = Date.parse(
    `${day}T${minutes}:${seconds}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`,
  )
  return Number.isNaN(ms) ? null : formatMicros(ms * 1000 + Number(fraction.padEnd(6, '0')))
}

function formatMicros(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000)
  const fraction = String(micros - seconds * 1_000_000).padStart(6, '0')
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}Z`
}
