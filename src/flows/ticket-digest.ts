import type { Receipt } from '../domain/receipt'
import type { LaneHold } from '../outbox/outbox'
import type { TicketReader } from './readable-tickets'
import type { TicketSource } from './ticket-source'

/** One turn of a ticket's lane. */
export interface TicketDigest {
  hold: LaneHold
  source: TicketSource
  reader: Pick<TicketReader, 'readTicket' | 'readTalk'>
  ticketId: string
  receipts: Receipt[]
}
