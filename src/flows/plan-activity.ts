import type { TicketCommand } from '../domain/command'
import type { ContainerChange } from '../domain/container-change'
import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import { markerOf } from '../domain/marker'
import { type Activity, activityHeading, activityText, isMilestone, milestoneText } from '../mapping/activity-text'
import type { Judged } from '../mapping/audience'
import { createJudge } from './judge-for-ticket'
import { statusCommentOf, ticketAddress } from './status-comment'
import type { TicketSource } from './ticket-source'

export interface ActivityInput {
  source: TicketSource
  /** With the news of SOAR merged in. */
  link: Link
  /** As it was before them. */
  before: Link['container']
  changes: readonly ContainerChange[]
  openJobs: readonly Job[]
  now: number
}

export interface ActivityPlan {
  link: Link
  commands: TicketCommand[]
  supersedes: Job[]
  /** What is not told as it is, and why; nothing of its text. */
  decisions: { field: string; rule: string }[]
}

/**
 * What runs, waits for an answer, and is done in SOAR, for the ticket: Jira's one comment tells how things stand,
 * ServiceNow gets a work note for each beginning and end that people wait for. Pure.
 */
export function planActivity(input: ActivityInput): ActivityPlan {
  const { source, link } = input
  const nothing = { link, commands: [], supersedes: [], decisions: [] }
  const news = newsOf(input)
  if (news.length === 0) return nothing
  const judge = judgeOf(input)
  const decisions = news.map(judge).filter(({ verdict }) => verdict !== 'allow')
  const told = decisions.map(({ field, reason }) => ({ field, rule: reason }))
  if (source.connector.system === 'jira') return { ...planComment(input, judge), decisions: told }
  const milestones = news.filter(one => isMilestone(one) && isNews(one, input.before)).sort(byTime)
  return { ...nothing, commands: milestones.flatMap(one => noteOf(input, judge(one))), decisions: told }
}

/** What apps brought is news of their action, which has a line of its own. */
function newsOf({ source, link, changes }: ActivityInput): Activity[] {
  const { runs } = link.container
  const news = changes.flatMap((change): Activity[] => {
    if (change.kind !== 'app-run') return isWanted(change, source) ? [change] : []
    const run = runs[change.actionId]
    return run === undefined || !isWanted(run, source) ? [] : [run]
  })
  return [...new Set(news)].map(one => withApps(one, link))
}

/** Once the run is over: its line does not change with each of them. */
function withApps(one: Activity, { container }: Link): Activity {
  if (one.kind !== 'run' || !isMilestone(one)) return one
  const apps = Object.values(container.appRuns).filter(({ actionId }) => actionId === one.id)
  return apps.length === 0 ? one : { ...one, apps }
}

/** A run goes on at the very moment of an answer, which comes first all the same. */
function byTime(one: Activity, other: Activity): number {
  const rank = ({ kind, id }: Activity) => (kind === 'approval' ? 0 : id.startsWith('playbook:') ? 2 : 1)
  return one.version.at - other.version.at || rank(one) - rank(other)
}

function isWanted(change: ContainerChange, { rules }: TicketSource): change is Activity {
  const { kind } = change
  const { runs, approvals, tasks } = rules.results
  return (kind === 'run' && runs) || (kind === 'approval' && approvals) || (kind === 'task' && tasks)
}

/** An activity, and whether people who work on the ticket may read of it. */
type JudgedActivity = Judged & { one: Activity; field: string }

/** Each by itself, so that one that is secret keeps no other back. */
function judgeOf({ source, link, now }: ActivityInput): (one: Activity) => JudgedActivity {
  const judge = createJudge({ source, link, audience: 'internal' })
  return one => ({ ...judge(milestoneText(one, now)), one, field: `${one.kind}:${one.id}` })
}

function planComment(input: ActivityInput, judge: (one: Activity) => JudgedActivity): Omit<ActivityPlan, 'decisions'> {
  const { source, link, openJobs, now } = input
  const { runs, approvals, tasks } = link.container
  const all: Activity[] = [runs, approvals, tasks].flatMap(known => Object.values<Activity>(known))
  const judged = all.filter(one => isWanted(one, source)).map(one => judge(withApps(one, link)))
  const shown = shownText(judged, now)
  if (shown === null || shown === link.container.activity) return { link, commands: [], supersedes: [] }
  const told: Link = { ...link, container: { ...link.container, activity: shown } }
  const supersedes = openJobs.filter(
    ({ kind, state, sentAt }) => kind === 'upsert-status-comment' && state === 'waiting' && sentAt === null,
  )
  return { link: told, commands: statusCommentOf(source, told), supersedes }
}

/** What may be read; where nothing may, that there is something. */
function shownText(judged: readonly JudgedActivity[], now: number): string | null {
  const allowed = judged.filter(({ verdict }) => verdict === 'allow')
  const text = activityText(
    allowed.map(({ one }) => one),
    now,
  )
  const [redacted] = judged.flatMap(one => (one.verdict === 'redact' ? [`${activityHeading}\n\n${one.text}`] : []))
  return text ?? redacted ?? null
}

function noteOf({ link }: ActivityInput, judged: JudgedActivity): TicketCommand[] {
  if (judged.verdict === 'hold') return []
  const { one, text } = judged
  const marker = markerOf(link.sdiPrefix, link.ticketId, 'activity', one.kind, one.id, stateOf(one))
  return [{ kind: 'add-work-note', ticket: ticketAddress(link), marker, text }]
}

function isNews(one: Activity, { runs, approvals, tasks }: Link['container']): boolean {
  const known = { run: runs, approval: approvals, task: tasks }[one.kind][one.id]
  return known === undefined || stateOf(known) !== stateOf(one)
}

function stateOf(one: Activity): string {
  return one.kind === 'task' ? String(one.isDone) : one.state
}
