import type { TicketAddress, UpsertStatusComment } from '../domain/command'
import type { Link } from '../domain/link'
import { markerOf } from '../domain/marker'
import { statusText } from '../mapping/result-note'
import type { TicketSource } from './ticket-source'

/** Jira's one comment: what engines found, then what goes on in SOAR; none where there is nothing to tell. */
export function statusCommentOf({ results }: Pick<TicketSource, 'results'>, link: Link): UpsertStatusComment[] {
  const found = results === 'none' ? null : statusText(link.findings)
  const parts = [found, link.container.activity ?? null].filter(part => part !== null)
  if (parts.length === 0) return []
  return [
    {
      kind: 'upsert-status-comment',
      ticket: { id: link.ticketId },
      marker: markerOf(link.sdiPrefix, link.ticketId, 'status'),
      commentId: null,
      text: parts.join('\n\n'),
    },
  ]
}

export function ticketAddress({ ticketId, collection }: Link): TicketAddress {
  return { id: ticketId, ...(collection !== null && { collection }) }
}
