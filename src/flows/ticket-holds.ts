import type { Json } from '../domain/json'
import type { Ticket } from '../domain/ticket'
import { isEmptyWish, mapToTicket } from '../mapping/container-to-ticket'
import { holdsValue } from '../mapping/holds-value'
import type { Rules } from '../mapping/rules'
import type { SharedField } from './expected-sides'

/** Whether the rules translate this value of the container to what the ticket holds already, in whichever of its words. */
export function ticketHolds({
  field,
  value,
  ticket,
  rules,
}: {
  field: SharedField
  value: Json
  ticket: Ticket
  rules: Rules
}): boolean {
  const wish = mapToTicket({ wanted: { [field]: value }, ticket, rules })
  if (field === 'status')
    return wish.status?.to.some(name => statusFields.some(at => holdsValue(ticket, at, name))) ?? false
  const isTranslated = wish.decisions.some(({ rule }) => rule.startsWith(`toTicket.${field}`))
  return isTranslated && isEmptyWish(wish)
}

/** Where Jira and ServiceNow say how far a ticket is. */
export const statusFields = ['status', 'state']

/** Fields of the ticket that hold this one, by the rules that write it there. */
export function ticketFieldsOf(field: SharedField, { toTicket }: Rules): string[] {
  return field === 'status' ? statusFields : toTicket[field].map(entry => entry.field)
}
