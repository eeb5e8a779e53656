import type { TicketCommand } from '../domain/command'
import type { ContainerChange } from '../domain/container-change'
import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import { markerOf } from '../domain/marker'
import { type Activity, activityText, isMilestone, milestoneText } from '../mapping/activity-text'
import { judgeText } from '../mapping/audience'
import { sensitivityOf } from './hear-container'
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
}

/**
 * What runs, waits for an answer, and is done in SOAR, for the ticket: Jira's one comment tells how things stand,
 * ServiceNow gets a work note for each beginning and end that people wait for. Pure.
 */
export function planActivity(input: ActivityInput): ActivityPlan {
  const { source, link, changes } = input
  const nothing = { link, commands: [], supersedes: [] }
  const news = changes.filter((change): change is Activity => isWanted(change, source))
  if (news.length === 0) return nothing
  if (source.connector.system === 'jira') return planComment(input)
  const milestones = news.filter(one => isMilestone(one) && isNews(one, input.before)).sort(byTime)
  const commands = milestones.flatMap(one => noteOf(input, one))
  return { ...nothing, commands }
}

/** A run goes on at the very moment of an answer, which comes first all the same. */
function byTime(one: Activity, other: Activity): number {
  const rank = ({ kind, id }: Activity) => (kind === 'approval' ? 0 : id.startsWith('playbook:') ? 2 : 1)
  return one.version.at - other.version.at || rank(one) - rank(other)
}

function isWanted({ kind }: ContainerChange, { rules }: TicketSource): boolean {
  const { runs, approvals, tasks } = rules.results
  return (kind === 'run' && runs) || (kind === 'approval' && approvals) || (kind === 'task' && tasks)
}

function planComment(input: ActivityInput): ActivityPlan {
  const { source, link, openJobs, now } = input
  const { runs, approvals, tasks } = link.container
  const all: Activity[] = [runs, approvals, tasks].flatMap(known => Object.values<Activity>(known))
  const text = activityText(
    all.filter(one => isWanted(one, source)),
    now,
  )
  const shown = text === null ? null : allowedText(input, text)
  if (shown === null || shown === link.container.activity) return { link, commands: [], supersedes: [] }
  const told: Link = { ...link, container: { ...link.container, activity: shown } }
  const supersedes = openJobs.filter(
    ({ kind, state, sentAt }) => kind === 'upsert-status-comment' && state === 'waiting' && sentAt === null,
  )
  return { link: told, commands: statusCommentOf(source, told), supersedes }
}

function noteOf(input: ActivityInput, one: Activity): TicketCommand[] {
  const { link, now } = input
  const text = allowedText(input, milestoneText(one, now))
  if (text === null) return []
  const marker = markerOf(link.sdiPrefix, link.ticketId, 'activity', one.kind, one.id, stateOf(one))
  return [{ kind: 'add-work-note', ticket: ticketAddress(link), marker, text }]
}

/** Only for people who work on the ticket; null where not even they may read it as it is. */
function allowedText({ source, link }: ActivityInput, text: string): string | null {
  const facts = { markings: [], sensitivity: sensitivityOf(link), audience: 'internal', rules: source.rules } as const
  const judged = judgeText(text, facts)
  return judged.verdict === 'hold' ? null : judged.text
}

function isNews(one: Activity, { runs, approvals, tasks }: Link['container']): boolean {
  const known = { run: runs, approval: approvals, task: tasks }[one.kind][one.id]
  return known === undefined || stateOf(known) !== stateOf(one)
}

function stateOf(one: Activity): string {
  return one.kind === 'task' ? String(one.isDone) : one.state
}
