/** What the integration user's profile says: away from UTC, so that a reader of display values is found out. */
const USER_OFFSET_MS = -8 * 60 * 60 * 1000
const DAY_MS = 86_400_000

/** ServiceNow's date-time: whole seconds, UTC, no zone. */
export function formatTime(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ')
}

/** The same moment as a display value, in the user's zone. */
export function displayTime(value: string): string {
  const epochMs = readTime(value)
  return epochMs === undefined ? value : formatTime(epochMs + USER_OFFSET_MS)
}

/** Epoch milliseconds of a date-time that a user wrote, in the user's zone. */
export function readUserTime(value: string): number | undefined {
  const epochMs = readTime(value)
  return epochMs === undefined ? undefined : epochMs - USER_OFFSET_MS
}

/** Epoch milliseconds at which the user's day began. */
export function startOfUserDay(epochMs: number): number {
  const local = epochMs + USER_OFFSET_MS
  return local - (((local % DAY_MS) + DAY_MS) % DAY_MS) - USER_OFFSET_MS
}

function readTime(value: string): number | undefined {
  const epochMs = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value)
    ? Date.parse(`${value.replace(' ', 'T')}Z`)
    : Number.NaN
  return Number.isNaN(epochMs) ? undefined : epochMs
}
