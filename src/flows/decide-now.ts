import type { Link } from '../domain/link'
import type { TicketStateChange } from '../domain/ticket'
import { type Decided, decide } from './decide'
import { hear } from './hear'
import type { HeardFromSoar } from './hear-container'
import type { LinkBooks } from './read-books'
import type { TicketSource } from './ticket-source'

export interface DecideNowInput {
  source: TicketSource
  /** As it is stored. */
  link: Link
  books: LinkBooks
  newId(): string
  now: number
}

/** What a digest would come to, with both sides as they were read now and nothing on its way to either. Pure. */
export function decideNow(
  { source, link, books, newId, now }: DecideNowInput,
  { ticket, soar }: { ticket: TicketStateChange; soar: HeardFromSoar[] },
): Decided {
  const heard = { ticket: { ofReceipts: [], reread: ticket, talk: [], effective: [ticket] }, soar, only: null }
  return decide({
    source,
    link: hear({ source, ticketId: link.ticketId, known: link, heard, twins: books.twins, openJobs: [], newId, now }),
    openJobs: [],
    confirmed: books.confirmed,
    isGoneIgnored: false,
    writes: books.writes,
    settled: {},
    now,
  })
}
