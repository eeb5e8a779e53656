import type { Json } from '../domain/json'
import type { Ticket } from '../domain/ticket'
import { mapToTicket, type TicketWish } from '../mapping/container-to-ticket'
import type { Rules } from '../mapping/rules'
import type { SharedField } from './expected-sides'

/** Whether the rules translate this value of the container to what the ticket holds already. */
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
  return isEmptyWish(wish) && wish.decisions.some(decision => decision.field === field)
}

export function isEmptyWish({ set, lists, status }: TicketWish): boolean {
  return status === null && Object.keys(set).length + Object.keys(lists).length === 0
}
