import type { TicketStatusWish, UpdateTicket } from '../domain/command'
import type { Json } from '../domain/json'
import type { Ticket } from '../domain/ticket'
import type { SyncedField } from './field-policy'
import type { Rules } from './rules'
import { setFields } from './set-fields'
import { type Closing, wishStatus } from './status-wish'
import { tagLists } from './tag-lists'
import type { Decision } from './ticket-to-container'
import { ticketWords } from './ticket-words'

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
  if (ticket.deleted) return { set: {}, lists: {}, status: null, decisions: [] }
  const said = ticketWords(ticket, rules)
  const { set, decisions } = setFields({ wanted, said, ticket, rules })
  const lists = wanted.tags === undefined ? {} : tagLists({ wanted: wanted.tags, said: said.tags }, ticket, rules)
  const ofLists = Object.keys(lists).map(list => ({ field: 'tags', rule: `toTicket.tags: ${list}` }))
  const reason = closing?.reason ?? (typeof wanted.closeReason === 'string' ? wanted.closeReason : null)
  const status = wishStatus(
    { wanted: wanted.status, said: said.status },
    { ticket, rules, closing: { reason, notes: closing?.notes ?? '' } },
  )
  const ofStatus = status === null ? [] : [{ field: 'status', rule: status.rule }]
  return { set, lists, status: status?.wish ?? null, decisions: [...decisions, ...ofLists, ...ofStatus] }
}

/** There is nothing to ask the ticket for. */
export function isEmptyWish({ set, lists, status }: TicketWish): boolean {
  return status === null && Object.keys(set).length + Object.keys(lists).length === 0
}
