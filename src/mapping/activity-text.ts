import type { AppRunChange, ApprovalChange, RunChange, WorkbookChange } from '../domain/container-change'
import { cutText } from './cut-text'
import { dueText, timeText } from './time-text'

/** Begins every text about what SOAR does. */
export const activityHeading = '[soarbridge] Activity in SOAR'

/** Lines of each kind that people read; SOAR has the rest. */
const mostLines = 20
const longestLine = 500
/** Apps of one action that are named. */
const mostApps = 3
const longestOfApp = 150

/** A run with what apps brought for it. */
export type RunActivity = RunChange & { apps?: readonly AppRunChange[] }
export type Activity = RunActivity | ApprovalChange | WorkbookChange

const runEnds: Record<RunChange['state'], string> = {
  running: 'running',
  success: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
  unknown: 'state unknown',
}
const approvalEnds: Record<ApprovalChange['state'], string> = {
  pending: 'waiting',
  approved: 'approved',
  denied: 'denied',
  expired: 'expired without an answer',
  cancelled: 'cancelled',
  unknown: 'ended, outcome unknown',
}

/**
 * Everything that goes on in a container, for the one comment that is edited; null where there is nothing to tell. The
 * same for the same changes in any order, but for the minutes that an approval has left at `now` (epoch ms).
 */
export function activityText(activity: readonly Activity[], now: number): string | null {
  const linesOf = (kind: Activity['kind']) =>
    activity
      .filter(one => one.kind === kind)
      .sort(byNews)
      .map(one => activityLine(one, now))
  const sections = [
    sectionOf('Approvals', linesOf('approval')),
    sectionOf('Runs', linesOf('run')),
    sectionOf('Tasks', linesOf('task')),
  ].filter(section => section !== null)
  return sections.length === 0 ? null : [activityHeading, ...sections].join('\n\n')
}

/** One thing that happened, for a log that only grows. */
export function milestoneText(one: Activity, now: number): string {
  return `${activityHeading}\n\n${activityLine(one, now)}`
}

export const promotionText = `${activityHeading}\n\npromoted to a case`

/** Whether a log that only grows should tell it: beginnings and ends of what people wait for. */
export function isMilestone(one: Activity): boolean {
  if (one.kind === 'approval') return true
  return one.kind === 'run' ? one.state !== 'running' && one.state !== 'unknown' : one.isDone
}

function activityLine(one: Activity, now: number): string {
  if (one.kind === 'approval') return lineOf(approvalParts(one, now))
  if (one.kind === 'run') return lineOf(runParts(one))
  const owner = one.owner === null ? [] : [one.owner]
  return lineOf([one.isDone ? 'done' : 'open', one.name, [one.phase, ...owner].filter(part => part !== '').join(', ')])
}

function runParts({ name, state, startedAt, endedAt, message, apps = [] }: RunActivity): string[] {
  const at = endedAt ?? startedAt
  // What SOAR counts stands before what the apps found, and leaves room for it.
  const said = apps.length === 0 ? message : cutText(message, longestOfApp)
  return [runEnds[state], name, ...(at === null ? [] : [timeText(at)]), said, ...appParts(apps)]
}

/** In the apps' own words; what did not succeed stands first. */
function appParts(apps: readonly AppRunChange[]): string[] {
  const telling = apps.filter(({ state, message }) => state !== 'success' || message.trim() !== '')
  const sorted = [...telling].sort(
    (one, other) =>
      Number(one.state === 'success') - Number(other.state === 'success') || Number(one.id) - Number(other.id),
  )
  const told = sorted.slice(0, mostApps).map(({ app, state, message }) => {
    const end = state === 'success' ? [] : [runEnds[state]]
    return cutText([app, ...end, message].filter(part => part.trim() !== '').join(': '), longestOfApp)
  })
  const left = sorted.length - told.length
  return left === 0 ? told : [...told, `and ${left} more apps`]
}

function approvalParts({ name, who, state, dueAt, closedAt }: ApprovalChange, now: number): string[] {
  const asked = who === null ? [] : [`asked: ${who}`]
  const due = state !== 'pending' || dueAt === null ? [] : [dueText(dueAt, now)]
  const ended = state === 'pending' || closedAt === null ? [] : [timeText(closedAt)]
  return [approvalEnds[state], name, ...asked, ...due, ...ended]
}

function lineOf([state = '', ...parts]: string[]): string {
  const told = parts.map(part => part.replace(/\s+/g, ' ').trim()).filter(part => part !== '')
  return cutText(`${state}: ${told.join('; ')}`, longestLine)
}

/** What waits stands first, then the newest. */
function byNews(one: Activity, other: Activity): number {
  const wait = Number(isWaiting(other)) - Number(isWaiting(one))
  if (wait !== 0) return wait
  return other.version.at - one.version.at || (one.id < other.id ? -1 : Number(one.id > other.id))
}

function isWaiting(one: Activity): boolean {
  return one.kind === 'approval' ? one.state === 'pending' : one.kind === 'run' && one.state === 'running'
}

function sectionOf(title: string, lines: string[]): string | null {
  if (lines.length === 0) return null
  const more = lines.length > mostLines ? [`and ${lines.length - mostLines} more, in SOAR`] : []
  return [title, ...lines.slice(0, mostLines), ...more].join('\n')
}
