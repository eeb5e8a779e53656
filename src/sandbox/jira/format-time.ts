/** The site's zone: away from UTC, so that a reader that drops the offset is found out; no summer time. */
export const SITE_TIME_ZONE = 'Australia/Brisbane'
const OFFSET_MS = 10 * 60 * 60 * 1000

/** Jira's date-time: milliseconds and a zone offset without a colon, `2026-03-04T05:06:07.089+1000`. */
export function formatTime(epochMs: number): string {
  return new Date(epochMs + OFFSET_MS).toISOString().replace('Z', '+1000')
}
