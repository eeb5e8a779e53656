import type { TicketStatusWish, UpdateTicket } from '../domain/command'
import type { Json } from '../domain/json'
import type { Ticket } from '../domain/ticket'
import type { SyncedField } from './field-policy'
import { holdsValue } from './holds-value'
import type { Rules } from './rules'
import { isSameValue, tagsOf } from './same-value'
import { type Closing, wishStatus } from './status-wish'
import { tagLists } from './tag-lists'
import { renderTemplate } from './template'
import type { Decision } from './ticket-to-container'
import { ticketWords } from './ticket-words'
import { ticketWrites, writtenFields } from './ticket-writes'

/** What the ticket is asked for, with the rule that decided each field. */
export interface TicketWish {
  set: UpdateTicket['set']
  lists: UpdateTicket['lists']
  /** Null leaves it. */
  status: TicketStatusWish | null
  decisions: Decision[]
}

export interface MapToTicketInput {
  /** In SOAR's words. Texts that people wrote are judged by then (`judgeText`); one that was not allowed stays out. */
  wanted: Partial<Record<SyncedField, Json>>
  ticket: Ticket
  rules: Rules
  closing?: Closing
}

/**
 * Translates what SOAR wants into fields and status of the ticket. Quiet where the ticket maps to it already, since
 * several of its words may mean one of SOAR's. Pure: equal input gives equal output.
 */
export function mapToTicket({ wanted, ticket, rules, closing }: MapToTicketInput): TicketWish {
  const wish: TicketWish = { set: {}, lists: {}, status: null, decisions: [] }
  if (ticket.deleted) return wish
  const said = ticketWords(ticket, rules)
  for (const field of writtenFields) {
    const value = wanted[field]
    if (value === undefined || isSameValue(field, value, said[field])) continue
    const writes = ticketWrites({ field, value }, ticket, rules)
    for (const write of writes) {
      if (!holdsValue(ticket, write.field, write.value)) wish.set[write.field] = write.value
      wish.decisions.push({ field, rule: write.rule })
    }
    if (writes.length === 0) wish.decisions.push({ field, rule: 'no rule for this value' })
  }
  if (wanted.tags !== undefined) {
    wish.lists = tagLists({ wanted: tagsOf(wanted.tags), said: tagsOf(said.tags) }, ticket, rules)
    for (const list of Object.keys(wish.lists)) wish.decisions.push({ field: 'tags', rule: `toTicket.tags: ${list}` })
  }
  addCustomFields(wish, { wanted, ticket, rules })
  if (typeof wanted.status === 'string' && !isSameValue('status', wanted.status, said.status)) {
    const reason = closing?.reason ?? (typeof wanted.closeReason === 'string' ? wanted.closeReason : null)
    const decided = wishStatus(wanted.status, { ticket, rules, closing: { reason, notes: closing?.notes ?? '' } })
    wish.status = decided.wish
    wish.decisions.push({ field: 'status', rule: decided.rule })
  }
  return wish
}

/** Texts that name fields of SOAR, `{soar.status}`: written where all that they name is wanted. */
function addCustomFields(wish: TicketWish, { wanted, ticket, rules }: MapToTicketInput): void {
  const told: Ticket = { ...ticket, fields: { ...ticket.fields, soar: { ...wanted } } }
  for (const [field, template] of Object.entries(rules.toTicket.customFields)) {
    const { text, placeholders, filled } = renderTemplate(template, told)
    if (filled < placeholders || holdsValue(ticket, field, text)) continue
    wish.set[field] = text
    wish.decisions.push({ field, rule: `toTicket.customFields.${field}` })
  }
}
