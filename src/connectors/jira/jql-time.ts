/** A JQL time is a minute of the API user's own clock on the wall; twice a year that clock is turned. */
const turnMs = 3 * 3_600_000

/**
 * `yyyy/MM/dd HH:mm` in the zone, never later than the moment whichever way Jira reads it: near a turn of the clock, where
 * one reading stands for two moments, an earlier one is named.
 */
export function toJqlTime(at: number, timeZone: string): string {
  const isNearTurn = offsetAt(at - turnMs, timeZone) !== offsetAt(at + turnMs, timeZone)
  const moment = isNearTurn ? at - turnMs : at
  const wall = new Date(moment + offsetAt(moment, timeZone)).toISOString()
  return `${wall.slice(0, 10).replaceAll('-', '/')} ${wall.slice(11, 16)}`
}

function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes = '0'] = /([+-])(\d\d):?(\d\d)?/.exec(name) ?? []
  if (hours === undefined) return 0
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
