import type { Decided } from './decide'
import type { Heard } from './hear-lane'
import { type More, spareDeleted } from './more'
import { newestComments, newestNotes } from './newest-talk'
import { planAttachments } from './plan-attachments'
import { planSoarNews } from './plan-soar-news'
import { planTalk } from './plan-talk'
import { planTicketNews } from './plan-ticket-news'
import type { LinkBooks } from './read-books'
import type { TicketSource } from './ticket-source'

export interface MoreInput {
  source: TicketSource
  decided: Decided
  heard: Heard
  openJobs: Decided['supersedes']
  /** As they stood before this digest. */
  books: LinkBooks
  now: number
}

/**
 * What was said and done on one side, for the other; nothing while there is no container, nor one on its way, and nothing
 * of a ticket that the rules leave out by now. Pure.
 */
export function planMore(input: MoreInput): More {
  const { source, decided, heard, openJobs, books } = input
  const { link, command } = decided
  const isOnItsWay = [command, ...openJobs.map(job => job.command)].some(one => one?.kind === 'create-container')
  const isLeftOut = decided.decision === 'skipped' || link.state === 'container-gone'
  if (isLeftOut || (link.containerId === null && !isOnItsWay))
    return { link, commands: [], supersedes: [], decisions: [] }
  const known = { source, link, openJobs, twins: books.twins }
  const changes = heard.soar.map(({ change }) => change)
  const talk = planTalk({ ...known, comments: newestComments(input), notes: newestNotes(heard) })
  const told = planTicketNews(input)
  const news = planSoarNews({ ...known, changes, before: books.container, now: input.now })
  const files = planAttachments({ ...known, before: new Set(Object.keys(books.ticket.attachments)) })
  const more = {
    link: news.link,
    commands: [...talk.commands, ...told.commands, ...news.commands, ...files.commands],
    supersedes: [...talk.supersedes, ...news.supersedes, ...files.supersedes],
    decisions: [...talk.decisions, ...told.decisions, ...news.decisions, ...files.decisions],
  }
  return spareDeleted(more, decided, openJobs)
}
