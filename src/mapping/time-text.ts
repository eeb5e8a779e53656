const minuteMs = 60_000

/** `2026-01-02 03:04 UTC`: nothing that depends on where it is read. */
export function timeText(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** `due 2026-01-02 03:04 UTC, 12 minutes left`; a minute that has begun counts. */
export function dueText(dueAt: number, now: number): string {
  const minutes = Math.ceil((dueAt - now) / minuteMs)
  if (minutes <= 0) return `due ${timeText(dueAt)}, overdue`
  return `due ${timeText(dueAt)}, ${minutes === 1 ? '1 minute' : `${minutes} minutes`} left`
}
