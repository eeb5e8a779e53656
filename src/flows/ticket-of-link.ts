import type { Link } from '../domain/link'
import { ticketOf } from '../domain/merge-changes'
import type { Ticket } from '../domain/ticket'
import type { LinkSource } from './ticket-source'

/** The ticket of a link as its mapping sees it. The prefix stands for the connection, also after a rename: it is part of every identifier in SOAR. */
export function ticketOfLink(link: Link, { connector }: Pick<LinkSource, 'connector'>): Ticket {
  const { sdiPrefix: connection, ticketId: id, ticketUrl } = link
  return ticketOf(link.snapshot, { connection, id, system: connector.system, fallbackUrl: ticketUrl ?? '' })
}
