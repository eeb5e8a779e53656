import type { DesiredContainer } from '../domain/container'
import type { Json } from '../domain/json'
import type { Ticket } from '../domain/ticket'
import type { FieldPolicy } from '../mapping/field-policy'
import { type FieldMerge, mergeField } from '../mapping/merge-field'
import { isOscillating, type SeenWrite, seenWrite } from './count-flips'
import type { DecideInput } from './decide'
import type { ExpectedSides, SharedField } from './expected-sides'
import { isApart } from './keep-apart'
import { ticketHolds } from './ticket-holds'

export interface FieldsToMerge
  extends Pick<DecideInput, 'source' | 'link' | 'openJobs' | 'writes' | 'settled' | 'now'> {
  ticket: Ticket
  /** What the mapping makes of the ticket. */
  desired: DesiredContainer
}

/** What became of one field. */
export interface MergedField {
  merge: FieldMerge
  /** What is agreed once all that is on its way has arrived. */
  base: Json | undefined
  ticket: Json
  container: Json | undefined
  /** Since when it is held. */
  since: number
  seen: SeenWrite | null
}

/** Pure. A field that an operator settled, or that is in a ping-pong, is not merged. */
export function mergeOneField(
  input: FieldsToMerge,
  sides: ExpectedSides,
  of: { field: SharedField; policy: FieldPolicy },
): MergedField {
  const { link, ticket, writes, now } = input
  const { rules } = input.source
  const { field } = of
  const base = sides.base[field]
  const own = sides.ticket[field]
  const container = sides.container[field]
  // What the ticket says where it holds what the base was translated to: another word for the same thing.
  const isAtBase =
    base !== undefined &&
    (isApart(link, field, { ticket: own.value, container: container?.value }) ||
      ticketHolds({ field, value: base, ticket, rules }))
  const ticketSide = isAtBase ? { ...own, value: base } : own
  const held = link.container.holds[field]
  const known = { base, ticket: ticketSide.value, container: container?.value, since: held?.since ?? now }
  const bySettling = settledMerge(known, input.settled[field])
  if (bySettling !== null) return { ...known, merge: bySettling, seen: null }
  if (link.container.isTicketStale === true)
    return { ...known, seen: null, merge: { to: 'none', value: base ?? own.value, reason: staleTicket } }
  if (sides.untold.includes(field) && base !== undefined)
    return { ...known, seen: null, merge: { to: 'ticket', value: base, reason: 'the ticket is still to be told' } }
  const { severityOrder } = rules.enrichment
  const merge = mergeField({ ...of, base, ticket: ticketSide, container: container ?? null, severityOrder })
  // The ticket holds it already, in a word of its own: that is agreed.
  if (merge.to === 'ticket' && ticketHolds({ field, value: merge.value, ticket, rules }))
    return { ...known, ticket: merge.value, seen: null, merge: { ...merge, to: 'none' } }
  const next = { ...known, field, merge, writes, now }
  const seen = seenWrite(next)
  const isLoop = isOneWay(merge) && (held?.reason === pingPong || isOscillating(next, seen))
  return isLoop ? { ...known, seen, merge: { to: 'hold', reason: pingPong } } : { ...known, merge, seen }
}

const pingPong = 'the bridge wrote it to and fro and nobody else changed it'
const staleTicket = 'the ticket was written to and is read first'

function isOneWay({ to }: FieldMerge): boolean {
  return to === 'soar' || to === 'ticket'
}

/** What an operator decided; null where there is nothing to take. */
function settledMerge(
  { ticket, container }: Pick<MergedField, 'ticket' | 'container'>,
  take?: 'ticket' | 'soar',
): FieldMerge | null {
  if (take === undefined || container === undefined) return null
  const reason = 'settled by an operator'
  return take === 'ticket' ? { to: 'soar', value: ticket, reason } : { to: 'ticket', value: container, reason }
}
