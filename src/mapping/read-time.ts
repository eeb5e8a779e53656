const timePattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):?(\d{2}))?)?$/

/**
 * A vendor's time as ISO 8601 in UTC, or null where it is none. A date alone stands for the start or the end of its day;
 * a time without a zone is UTC, which is how ServiceNow stores it (facts/servicenow.md 2.1).
 */
export function readTime(text: string, dateMeans: 'start-of-day' | 'end-of-day'): string | null {
  const match = text.length > 40 ? null : timePattern.exec(text)
  if (match === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(part => Number(part ?? 0))
  if (hour > 23 || minute > 59 || second > 60) return null
  const midnight = new Date(Date.UTC(year, month - 1, day))
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null
  if (match[4] === undefined && dateMeans === 'end-of-day')
    return new Date(Date.UTC(year, month - 1, day, 23, 59, 59)).toISOString()
  const ms = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3))
  const local = Date.UTC(year, month - 1, day, hour, minute, second, ms)
  return new Date(local - readOffset(match)).toISOString()
}

/** Offset from UTC in milliseconds. Jira writes it without a colon. */
function readOffset(match: RegExpExecArray): number {
  const minutes = Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)
  return (match[8] === '-' ? -minutes : minutes) * 60_000
}
