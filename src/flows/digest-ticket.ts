import type { Receipt } from '../domain/receipt'
import { findLink } from '../store/links'
import { decide } from './decide'
import { hear } from './hear'
import { hearLane } from './hear-lane'
import { planMore } from './plan-more'
import { readBooks } from './read-books'
import type { TicketReader } from './readable-tickets'
import type { TicketSource } from './ticket-source'
import { type DigestResult, quarantine, type WriteDigestParts, writeDigest } from './write-digest'

export interface DigestTicketParts extends WriteDigestParts {
  /** A ticket whose container was deleted in SOAR is left alone. */
  ignoresGone: boolean
}

export interface TicketDigest {
  hold: DigestResult['hold']
  source: TicketSource
  reader: Pick<TicketReader, 'readTicket' | 'readTalk'>
  ticketId: string
  receipts: Receipt[]
}

/** What the receipts of one ticket say → its link and its jobs. Raises what reading the ticket raises. */
export async function digestTicket(parts: DigestTicketParts, digest: TicketDigest): Promise<void> {
  const { read } = parts.db
  const { hold, source, ticketId } = digest
  const { connection } = source.connector
  const now = parts.now()
  const known = await findLink(read, { connection, ticketId, soarConnection: source.soarConnection })
  const heard = await hearLane(digest, known)
  if (known === undefined && heard.ticket.effective.length === 0) return quarantine(parts, { hold, heard, connection })
  const openJobs = await parts.ledger.openJobs(hold.lane)
  const books = await readBooks(read, known)
  const { twins } = books
  const link = hear({ source, ticketId, known, heard, twins, openJobs, newId: parts.newId, now })
  const decided = decide({
    source,
    link,
    openJobs,
    confirmed: books.confirmed,
    lost: heard.lost,
    isGoneIgnored: link.state === 'container-gone' && parts.ignoresGone,
    writes: books.writes,
    settled: heard.settled,
    only: heard.only,
    now,
  })
  const more = planMore({ source, decided, heard, openJobs, books, now })
  await writeDigest(parts, { hold, heard, decided, more, known, rules: source.rules, startedAt: now })
}
