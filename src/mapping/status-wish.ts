import type { TicketStatusWish } from '../domain/command'
import type { Json } from '../domain/json'
import type { Ticket } from '../domain/ticket'
import { holds } from './condition'
import type { Rules } from './rules'
import { isSameValue } from './same-value'
import { renderEach } from './template'
import { readTicketValues } from './ticket-values'
import { lookUpWord } from './ticket-writes'

/** Why a container was closed, and what is said of it; `notes` is judged by then (`judgeText`). */
export interface Closing {
  reason: string | null
  notes: string
}

/** What the ticket's status should become; without a wish, `rule` says why. */
export interface StatusWish {
  wish: TicketStatusWish | null
  rule: string
}

/** Translates a status of SOAR; null where none is wanted, or the ticket maps to it already. */
export function wishStatus(
  { wanted: status, said }: { wanted: Json | undefined; said: Json },
  { ticket, rules, closing }: { ticket: Ticket; rules: Rules; closing: Closing },
): StatusWish | null {
  if (typeof status !== 'string' || isSameValue('status', status, said)) return null
  const chain = rules.toTicket.status
  const index = chain.findIndex(
    entry =>
      isSameWord(entry.soar, status) &&
      (entry.reasons === undefined || entry.reasons.some(reason => isSameWord(reason, closing.reason ?? ''))) &&
      (entry.when === undefined || holds(entry.when, ticket)),
  )
  const entry = chain[index]
  if (entry === undefined) return { wish: null, rule: 'no rule for this status' }
  const { to, rule } = aheadOf(entry.to, ticket, rules)
  if (to.length === 0) return { wish: null, rule }
  const fields = { ...renderEach(entry.fields, withClosing(ticket, closing)) }
  const closure = entry.closes ? closureOf(ticket, rules, closing) : {}
  return { wish: { to, fields: { ...fields, ...closure } }, rule: `toTicket.status[${index}]` }
}

/** Where statuses only go forward, those that lie beyond the ticket's own; one that stands nowhere is left alone. */
function aheadOf(to: readonly string[], ticket: Ticket, rules: Rules): { to: string[]; rule: string } {
  const index = rules.toTicket.forwardOnly.findIndex(entry => entry.when === undefined || holds(entry.when, ticket))
  const found = rules.toTicket.forwardOnly[index]
  if (found === undefined) return { to: [...to], rule: '' }
  const positionOf = (name: string) => found.order.findIndex(names => names.some(known => isSameWord(known, name)))
  const own = Math.max(-1, ...readTicketValues(ticket, found.field).map(positionOf))
  const ahead = own === -1 ? [] : to.filter(name => positionOf(name) > own)
  return { to: ahead, rule: `toTicket.forwardOnly[${index}]: the ticket's status does not go back` }
}

/** What the system wants filled in where a ticket is closed; of several rules for one field the first counts. */
function closureOf(ticket: Ticket, rules: Rules, closing: Closing): TicketStatusWish['fields'] {
  const fields: TicketStatusWish['fields'] = {}
  for (const { when, field, values, otherwise, text } of rules.toTicket.closing) {
    if (Object.hasOwn(fields, field) || (when !== undefined && !holds(when, ticket))) continue
    const said =
      text === undefined
        ? (lookUpWord(values, closing.reason ?? '') ?? otherwise)
        : renderEach({ text }, withClosing(ticket, closing)).text
    if (said !== undefined) fields[field] = said
  }
  return fields
}

/** Lets templates say `{closing.reason}` and `{closing.notes}`. */
function withClosing(ticket: Ticket, { reason, notes }: Closing): Ticket {
  return { ...ticket, fields: { ...ticket.fields, closing: { reason, notes } } }
}

function isSameWord(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase()
}
