import type { Command } from '../domain/command'
import type { Database } from '../store/database'
import { talkTwins } from '../store/twins'
import type { Decided } from './decide'
import type { Heard } from './hear-lane'
import { newestComments, newestNotes } from './newest-talk'
import { planActivity } from './plan-activity'
import { planPlaybooks } from './plan-playbooks'
import { planTalk } from './plan-talk'
import type { TicketSource } from './ticket-source'

export interface MoreInput {
  source: TicketSource
  decided: Decided
  heard: Heard
  openJobs: Decided['supersedes']
  /** What was known of the container before this digest. */
  before: Decided['link']['container']
  now: number
}

/** What is asked for beside the fields. */
export interface More extends Pick<Decided, 'link' | 'supersedes' | 'decisions'> {
  commands: Command[]
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
