import type { RunPlaybook } from '../domain/command'
import type { Job } from '../domain/job'
import { playbooksToRun } from '../mapping/playbooks-to-run'
import { containerSdiOf } from '../mapping/source-data-identifier'
import type { Decided } from './decide'
import type { Heard } from './hear-lane'
import { newsOfTicket } from './news-of-ticket'
import type { LinkBooks } from './read-books'
import { ticketOfLink } from './ticket-of-link'
import type { TicketSource } from './ticket-source'

export interface PlaybooksInput {
  source: TicketSource
  decided: Decided
  heard: Heard
  openJobs: readonly Job[]
  /** As they stood before this digest. */
  books: Pick<LinkBooks, 'ticket' | 'twins'>
}

/** Playbooks that the rules start for what happened to the ticket; one that waits already is not asked for again. */
export function planPlaybooks(input: PlaybooksInput): RunPlaybook[] {
  const { source, decided, openJobs } = input
  const { link } = decided
  if (source.rules.playbooks.length === 0) return []
  const waiting = openJobs.flatMap(({ command, sentAt }) =>
    command.kind === 'run-playbook' && sentAt === null ? [command.playbook] : [],
  )
  return playbooksToRun(ticketOfLink(link, source), newsOfTicket(input), source.rules)
    .filter(({ playbook }) => !waiting.includes(playbook))
    .map(({ playbook, scope }) => ({
      kind: 'run-playbook',
      containerId: link.containerId ?? '',
      sourceDataIdentifier: containerSdiOf(link),
      playbook,
      scope,
    }))
}
