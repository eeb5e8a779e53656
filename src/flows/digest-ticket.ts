import { findLink } from '../store/links'
import { decide } from './decide'
import { hear } from './hear'
import { hearLane } from './hear-lane'
import { joinInTurn } from './join-in-turn'
import { planMore } from './plan-more'
import { readBooks } from './read-books'
import type { TicketDigest } from './ticket-digest'
import { receiptsInTurn } from './wait-to-move'
import { quarantine, type WriteDigestParts, writeDigest } from './write-digest'

export interface DigestTicketParts extends WriteDigestParts {
  /** A ticket whose container was deleted in SOAR is left alone. */
  ignoresGone: boolean
}

/** What the receipts of one ticket say → its link and its jobs. Raises what reading the ticket raises. */
export async function digestTicket(parts: DigestTicketParts, digest: TicketDigest): Promise<void> {
  const { read } = parts.db
  const { hold, source, ticketId } = digest
  const { connection } = source.connector
  const { soarConnection } = source
  const now = parts.now()
  const known = await findLink(read, { connection, ticketId, soarConnection })
  const jobs = await parts.ledger.openJobs(hold.lane)
  const receipts = receiptsInTurn(digest.receipts, jobs, soarConnection)
  if (receipts.length === 0) return
  const news = await hearLane({ ...digest, receipts }, known)
  if (known === undefined && news.ticket.effective.length === 0)
    return quarantine(parts, { hold, heard: news, connection })
  const stored = await readBooks(read, known)
  const { twins } = stored
  const heardOf = hear({ source, ticketId, known, heard: news, twins, openJobs: jobs, newId: parts.newId, now })
  const turn = await joinInTurn(parts, { source, known, link: heardOf, heard: news, openJobs: jobs, books: stored })
  const { link, heard, openJobs, books } = turn
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
  await writeDigest(parts, { hold, heard, decided, more, turn, known, rules: source.rules, startedAt: now })
}
