import type { Link } from '../domain/link'
import type { Ticket } from '../domain/ticket'
import { parseObservableKey } from '../mapping/observable-key'
import { type Mapped, mapTicket } from '../mapping/ticket-to-container'
import { withFindings } from '../mapping/with-findings'
import { refuseCopy } from './judge-for-copy'
import { ticketOfLink } from './ticket-of-link'
import type { LinkSource } from './ticket-source'

/**
 * The ticket of a link as its mapping sees it, and what the rules make of it and of the findings on its observables;
 * skipped too where it is a container that is not for the other SOAR.
 */
export function mapLink(link: Link, source: LinkSource): { ticket: Ticket; mapped: Mapped } {
  const ticket = ticketOfLink(link, source)
  const mapped = mapTicket({
    ticket,
    observables: link.observables.flatMap(key => parseObservableKey(key) ?? []),
    rules: source.rules,
    defaults: { label: source.label },
  })
  if ('skippedBy' in mapped) return { ticket, mapped }
  const refusal = refuseCopy({ source, link }, mapped.desired)
  if (refusal !== null) return { ticket, mapped: { skippedBy: refusal } }
  return { ticket, mapped: { ...mapped, desired: withFindings(mapped.desired, link.findings, source.rules) } }
}
