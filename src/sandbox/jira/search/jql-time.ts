/** Against what a time in a query is read: bare ones are in the caller's own time zone. */
export interface TimeContext {
  nowMs: number
  timeZone: string
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const UNITS_MS: Record<string, number> = {
  m: MINUTE_MS,
  h: 60 * MINUTE_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
  M: 30 * DAY_MS,
  y: 365 * DAY_MS,
}
const DATE = /^(\d{4})([/-])(\d{1,2})\2(\d{1,2})(?: (\d{1,2}):(\d\d))?$/

/** A date, a date and time to the minute, a period from now (`-65m`, `4w 2d`), or epoch milliseconds; else null. */
export function readMoment(text: string, context: TimeContext): number | null {
  if (/^\d{6,15}$/.test(text)) return Number(text)
  return readPeriod(text, context.nowMs) ?? readLocal(text, context.timeZone)
}

/** `now()`, `startOfDay("-1d")`, `endOfDay()`. */
export function callTimeFunction(name: string, args: string[], context: TimeContext): number | null {
  const [increment] = args
  const base = increment === undefined ? context.nowMs : readPeriod(increment, context.nowMs)
  if (base === null) return null
  switch (name.toLowerCase()) {
    case 'now':
      return args.length === 0 ? base : null
    case 'startofday':
      return floorToDay(base, context.timeZone)
    case 'endofday':
      return floorToDay(base, context.timeZone) + DAY_MS - 1
    default:
      return null
  }
}

function readPeriod(text: string, nowMs: number): number | null {
  const isPast = text.startsWith('-')
  const steps = text.replace(/^[+-]/, '').split(' ')
  let sumMs = 0
  for (const step of steps) {
    const unitMs = UNITS_MS[step.slice(-1)]
    const count = step.slice(0, -1)
    if (unitMs === undefined || !/^\d{1,6}$/.test(count)) return null
    sumMs += Number(count) * unitMs
  }
  return isPast ? nowMs - sumMs : nowMs + sumMs
}

function readLocal(text: string, timeZone: string): number | null {
  const parts = DATE.exec(text)
  if (parts === null) return null
  const [year, month, day, hour, minute] = [parts[1], parts[3], parts[4], parts[5] ?? '0', parts[6] ?? '0'].map(Number)
  const wall = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute)
  const isReal = new Date(wall).getUTCMonth() + 1 === month && (hour ?? 0) < 24 && (minute ?? 0) < 60
  return isReal ? fromWall(wall, timeZone) : null
}

function floorToDay(epochMs: number, timeZone: string): number {
  const wall = epochMs + offsetAt(epochMs, timeZone)
  return fromWall(wall - (wall % DAY_MS), timeZone)
}

/** What clocks on the wall show, as the moment it stands for. */
function fromWall(wallMs: number, timeZone: string): number {
  const guess = wallMs - offsetAt(wallMs, timeZone)
  return wallMs - offsetAt(guess, timeZone)
}

function offsetAt(epochMs: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const parts = new Map(format.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]))
  const read = (part: Intl.DateTimeFormatPartTypes) => parts.get(part) ?? 0
  const wall = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'))
  return wall - Math.floor(epochMs / 1000) * 1000
}
