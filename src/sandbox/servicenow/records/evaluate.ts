import { formatTime, readUserTime, startOfUserDay } from '../format-time'

const DAY_MS = 86_400_000

/** What the scripts in queries may call: times, all of them in the zone of the user. */
const FUNCTIONS: Record<string, (call: { args: string[]; nowMs: number }) => number | undefined> = {
  dateGenerate: ({ args: [day = '', time = '00:00:00'] }) => readUserTime(`${day} ${readClockTime(time)}`),
  now: ({ nowMs }) => nowMs,
  nowDateTime: ({ nowMs }) => nowMs,
  minutesAgo: ({ args, nowMs }) => before(nowMs, args, 60_000),
  minutesAgoStart: ({ args, nowMs }) => before(nowMs, args, 60_000),
  hoursAgo: ({ args, nowMs }) => before(nowMs, args, 3_600_000),
  hoursAgoStart: ({ args, nowMs }) => before(nowMs, args, 3_600_000),
  daysAgo: ({ args, nowMs }) => before(nowMs, args, DAY_MS),
  daysAgoStart: ({ args, nowMs }) => onDay(before(nowMs, args, DAY_MS), 0),
  daysAgoEnd: ({ args, nowMs }) => onDay(before(nowMs, args, DAY_MS), DAY_MS - 1000),
  beginningOfToday: ({ nowMs }) => startOfUserDay(nowMs),
  endOfToday: ({ nowMs }) => onDay(nowMs, DAY_MS - 1000),
  beginningOfYesterday: ({ nowMs }) => startOfUserDay(nowMs - DAY_MS),
  endOfYesterday: ({ nowMs }) => onDay(nowMs - DAY_MS, DAY_MS - 1000),
}

/**
 * The operand itself, or what the script in it gives: `javascript:gs.daysAgo(2)`. Undefined where the script is none
 * that the sandbox knows.
 */
export function evaluate(operand: string, nowMs: number): string | undefined {
  if (!operand.startsWith('javascript:')) return operand
  const [, name = '', list = ''] = /^javascript:\s*gs\.(\w+)\(([^()]*)\)\s*;?\s*$/.exec(operand) ?? []
  const args = list.split(',').map(argument => argument.trim().replace(/^['"]|['"]$/g, ''))
  const ms = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]?.({ args, nowMs }) : undefined
  return ms === undefined ? undefined : formatTime(ms)
}

function before(nowMs: number, [count = '']: string[], unitMs: number): number | undefined {
  return /^-?\d{1,9}$/.test(count) ? nowMs - Number(count) * unitMs : undefined
}

function onDay(ms: number | undefined, afterMs: number): number | undefined {
  return ms === undefined ? undefined : startOfUserDay(ms) + afterMs
}

function readClockTime(word: string): string {
  if (word === 'start') return '00:00:00'
  return word === 'end' ? '23:59:59' : word
}
