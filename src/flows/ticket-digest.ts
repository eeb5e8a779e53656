import type { TicketConnector } from '../connectors/connector'
import type { Receipt } from '../domain/receipt'
import type { LaneHold } from '../outbox/outbox'
import type { TicketSource } from './ticket-source'

/** One turn of a ticket's lane. */
export interface TicketDigest {
  hold: LaneHold
  source: TicketSource
  reader: Pick<TicketConnector, 'readTicket'>
  ticketId: string
  receipts: Receipt[]
}
