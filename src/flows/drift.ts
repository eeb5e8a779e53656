import type { Json } from '../domain/json'
import { isTicketDeleted, type Link } from '../domain/link'

/** One thing that differs within a pair, and what the bridge would do about it. Values are in SOAR's words. */
export interface Drift {
  /** A field that both sides have; or `container`, `ticket`, `ticketArtifact`, `artifacts`, `talk`. */
  field: string
  ticket: Json
  container: Json
  /** What both agreed on last. */
  base: Json
  /** `hold`: waits for a person. `nothing`: the rules leave it so. */
  action: 'to-soar' | 'to-ticket' | 'hold' | 'nothing'
  reason: string
}

/** Of something that is no value of a field. */
export function driftOf(field: string, action: Drift['action'], reason: string): Drift {
  return { field, ticket: null, container: null, base: null, action, reason }
}

/** The lane of the pair can mend it. */
export function isToDo({ action }: Drift): boolean {
  return action === 'to-soar' || action === 'to-ticket'
}

/** What its system says of the ticket itself; `after` is the link once the ticket was read, null where it could not be. */
export function ticketDrifts(before: Link, after: Link | null): Drift[] {
  const wasDeleted = isTicketDeleted(before)
  if (after === null) return wasDeleted ? [] : [driftOf('ticket', 'hold', ticketGone)]
  const isBack = wasDeleted && !isTicketDeleted(after)
  return isBack ? [driftOf('ticket', 'to-soar', 'it was taken for deleted, and is there')] : []
}

const ticketGone = 'its system answers 404: it was deleted, or our user may not read it'
