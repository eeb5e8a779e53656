/** What the integration user's profile says: away from UTC, so that a reader of display values is found out. */
const USER_OFFSET_MS = -8 * 60 * 60 * 1000

/** ServiceNow's date-time: whole seconds, UTC, no zone. */
export function formatTime(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ')
}

/** The same moment as a display value, in the user's zone. */
export function displayTime(value: string): string {
  const epochMs = Date.parse(`${value.replace(' ', 'T')}Z`)
  return Number.isNaN(epochMs) ? value : formatTime(epochMs + USER_OFFSET_MS)
}
