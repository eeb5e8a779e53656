import type { Link } from '../domain/link'
import { ticketOf } from '../domain/merge-changes'
import type { Ticket } from '../domain/ticket'
import { parseObservableKey } from '../mapping/observable-key'
import { type Mapped, mapTicket } from '../mapping/ticket-to-container'
import { withFindings } from '../mapping/with-findings'
import type { LinkSource } from './ticket-source'

/** The ticket of a link as its mapping sees it, and what the rules make of it and of the findings on its observables. */
export function mapLink(link: Link, source: LinkSource): { ticket: Ticket; mapped: Mapped } {
  const ticket = ticketOfLink(link, source)
  const mapped = mapTicket({
    ticket,
    observables: link.observables.flatMap(key => parseObservableKey(key) ?? []),
    rules: source.rules,
    defaults: { label: source.label },
  })
  if ('skippedBy' in mapped) return { ticket, mapped }
  return { ticket, mapped: { ...mapped, desired: withFindings(mapped.desired, link.findings, source.rules) } }
}

/** The ticket of a link as its mapping sees it. The prefix stands for the connection, also after a rename: it is part of every identifier in SOAR. */
export function ticketOfLink(link: Link, { connector }: Pick<LinkSource, 'connector'>): Ticket {
  const { sdiPrefix: connection, ticketId: id, ticketUrl } = link
  return ticketOf(link.snapshot, { connection, id, system: connector.system, fallbackUrl: ticketUrl ?? '' })
}
