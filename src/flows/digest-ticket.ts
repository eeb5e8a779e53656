import type { TicketConnector } from '../connectors/connector'
import { emptyContainer } from '../domain/container-snapshot'
import type { Receipt } from '../domain/receipt'
import type { LaneHold } from '../outbox/outbox'
import { lastFieldWrites } from '../store/field-writes'
import { findLink } from '../store/links'
import { twinIdentifiers } from '../store/twins'
import { decide } from './decide'
import { hear } from './hear'
import { hearLane } from './hear-lane'
import { planMore } from './plan-more'
import type { TicketSource } from './ticket-source'
import { quarantine, type WriteDigestParts, writeDigest } from './write-digest'

export interface DigestTicketParts extends WriteDigestParts {
  /** A ticket whose container was deleted in SOAR is left alone. */
  ignoresGone: boolean
}

export interface TicketDigest {
  hold: LaneHold
  source: TicketSource
  reader: Pick<TicketConnector, 'readTicket'>
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
  const link = hear({ source, ticketId, known, heard, newId: parts.newId, now })
  const openJobs = await parts.ledger.openJobs(hold.lane)
  const decided = decide({
    source,
    link,
    openJobs,
    confirmed: known === undefined ? new Set() : await twinIdentifiers(read, known.id),
    isGoneIgnored: link.state === 'container-gone' && parts.ignoresGone,
    writes: known === undefined ? [] : await lastFieldWrites(read, known.id),
    settled: heard.settled,
    now,
  })
  const before = known?.container ?? emptyContainer()
  const more = await planMore(read, { source, decided, heard, openJobs, before, now })
  await writeDigest(parts, { hold, heard, decided, more, known, rules: source.rules, startedAt: now })
}
