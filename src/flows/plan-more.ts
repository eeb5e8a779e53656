import type { Command } from '../domain/command'
import type { NoteChange } from '../domain/container-change'
import type { ContainerSnapshot } from '../domain/container-snapshot'
import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import { compareVersions } from '../domain/merge-changes'
import type { CommentChange } from '../domain/ticket'
import type { Decision } from '../mapping/ticket-to-container'
import type { Database } from '../store/database'
import { talkTwins } from '../store/twins'
import type { Decided } from './decide'
import type { Heard } from './hear-lane'
import { planActivity } from './plan-activity'
import { planPlaybooks } from './plan-playbooks'
import { planTalk } from './plan-talk'
import type { TicketSource } from './ticket-source'

export interface MoreInput {
  source: TicketSource
  decided: Decided
  heard: Heard
  openJobs: Job[]
  /** What was known of the container before this digest. */
  before: ContainerSnapshot
  now: number
}

/** What is asked for beside the fields. */
export interface More {
  link: Link
  commands: Command[]
  supersedes: Job[]
  decisions: Decision[]
}

/** What was said and done on one side, for the other; nothing while there is no container, nor one on its way. */
export async function planMore(read: Database['read'], input: MoreInput): Promise<More> {
  const { source, decided, heard, openJobs } = input
  const { link, command } = decided
  const isOnItsWay = [command, ...openJobs.map(job => job.command)].some(one => one?.kind === 'create-container')
  if (link.state === 'container-gone' || (link.containerId === null && !isOnItsWay))
    return { link, commands: [], supersedes: [], decisions: [] }
  const talk = planTalk({
    source,
    link,
    openJobs,
    comments: newestComments(input),
    notes: newestNotes(heard),
    twins: await talkTwins(read, link.id),
  })
  const activity = planActivity({ ...input, link, changes: heard.soar.map(({ change }) => change) })
  return {
    link: activity.link,
    commands: [...talk.commands, ...planPlaybooks(input), ...activity.commands],
    supersedes: [...talk.supersedes, ...activity.supersedes],
    decisions: talk.decisions,
  }
}

/** Those whose version is the newest ever heard of. */
function newestComments({ decided, heard }: MoreInput): CommentChange[] {
  const { comments } = decided.link.snapshot
  const newest = new Map<string, CommentChange>()
  for (const change of heard.ticket.effective) {
    if (change.kind !== 'comment') continue
    const known = comments[change.id]
    if (known !== undefined && compareVersions(known.version, change.version) === 0) newest.set(change.id, change)
  }
  return [...newest.values()]
}

function newestNotes(heard: Heard): NoteChange[] {
  const newest = new Map<string, NoteChange>()
  for (const { change } of heard.soar) {
    if (change.kind !== 'note') continue
    const known = newest.get(change.id)
    if (known === undefined || compareVersions(change.version, known.version) >= 0) newest.set(change.id, change)
  }
  return [...newest.values()]
}
