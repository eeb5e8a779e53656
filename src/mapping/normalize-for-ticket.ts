import type { Json } from '../domain/json'
import type { Ticket } from '../domain/ticket'
import { mapToTicket, type TicketWish } from './container-to-ticket'
import type { SyncedField } from './field-policy'
import type { Rules } from './rules'
import { tagsOf } from './same-value'
import { readTicketValues } from './ticket-values'
import { ticketWords } from './ticket-words'

/**
 * What a value of SOAR is once the ticket has it and is read again, in SOAR's words: the base after a write. Two
 * severities of SOAR may be one priority, a date knows no hour, and a list of labels no blanks.
 */
export function normalizeForTicket(
  { field, value }: { field: SyncedField; value: Json },
  ticket: Ticket,
  rules: Rules,
): Json {
  if (field === 'closeReason') return value
  const wish = mapToTicket({ wanted: { [field]: value }, ticket, rules })
  if (field === 'status') return wish.status === null ? ticketWords(ticket, rules).status : value
  return ticketWords(withWish(ticket, wish), rules)[field]
}

function withWish(ticket: Ticket, { set, lists }: TicketWish): Ticket {
  const fields = { ...ticket.fields, ...set }
  for (const [field, { add, remove }] of Object.entries(lists))
    fields[field] = tagsOf([...readTicketValues(ticket, field), ...add]).filter(tag => !remove.includes(tag))
  return { ...ticket, fields }
}
