import type { UpdateTicket } from '../domain/command'
import type { Json } from '../domain/json'
import type { Ticket } from '../domain/ticket'
import type { SyncedField } from './field-policy'
import { holdsValue } from './holds-value'
import type { Rules } from './rules'
import { isSameValue } from './same-value'
import { renderTemplate } from './template'
import type { Decision } from './ticket-to-container'
import { ticketWrites, writtenFields } from './ticket-writes'

interface Wanted {
  wanted: Partial<Record<SyncedField, Json>>
  /** What the ticket says now, in SOAR's words. */
  said: Record<SyncedField, Json>
  ticket: Ticket
  rules: Rules
}

interface Fields {
  set: UpdateTicket['set']
  decisions: Decision[]
}

/** Fields of the ticket to set: those of which the ticket neither holds the value nor maps to SOAR's word. */
export function setFields(asked: Wanted): Fields {
  const { wanted, said, ticket, rules } = asked
  const fields: Fields = { set: {}, decisions: [] }
  for (const field of writtenFields) {
    const value = wanted[field]
    if (value === undefined || isSameValue(field, value, said[field])) continue
    const writes = ticketWrites({ field, value }, ticket, rules)
    for (const write of writes) {
      if (!holdsValue(ticket, write.field, write.value)) fields.set[write.field] = write.value
      fields.decisions.push({ field, rule: write.rule })
    }
    if (writes.length === 0) fields.decisions.push({ field, rule: 'no rule for this value' })
  }
  addCustomFields(fields, asked)
  return fields
}

/** Texts that name fields of SOAR, `{soar.status}`: written where all that they name is wanted. */
function addCustomFields({ set, decisions }: Fields, { wanted, ticket, rules }: Wanted): void {
  const told: Ticket = { ...ticket, fields: { ...ticket.fields, soar: { ...wanted } } }
  for (const [field, template] of Object.entries(rules.toTicket.customFields)) {
    const { text, placeholders, filled } = renderTemplate(template, told)
    if (filled < placeholders || holdsValue(ticket, field, text)) continue
    set[field] = text
    decisions.push({ field, rule: `toTicket.customFields.${field}` })
  }
}
