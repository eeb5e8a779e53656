import type { TicketConnector } from '../connectors/connector'
import type { Receipt } from '../domain/receipt'
import type { LaneHold } from '../outbox/outbox'
import { findLink } from '../store/links'
import { twinIdentifiers } from '../store/twins'
import { decide } from './decide'
import { hear } from './hear'
import { readChanges } from './read-changes'
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

/** What the receipts of one ticket say → its link and at most one job. Raises what reading the ticket raises. */
export async function digestTicket(parts: DigestTicketParts, digest: TicketDigest): Promise<void> {
  const { read } = parts.db
  const { hold, source, reader, ticketId, receipts } = digest
  const { connection, normalize } = source.connector
  const now = parts.now()
  const known = await findLink(read, { connection, ticketId, soarConnection: source.soarConnection })
  const heard = await readChanges({
    connector: { normalize, readTicket: reader.readTicket },
    receipts,
    ticketId,
    collection: known?.collection ?? undefined,
    isKnownWhole: known?.snapshot.complete ?? false,
  })
  if (known === undefined && heard.effective.length === 0) return quarantine(parts, { hold, heard, connection })
  const link = hear({ source, ticketId, known, heard, newId: parts.newId, now })
  const decided = decide({
    source,
    link,
    openJobs: await parts.ledger.openJobs(hold.lane),
    confirmed: known === undefined ? new Set() : await twinIdentifiers(read, known.id),
    isGoneIgnored: link.state === 'container-gone' && parts.ignoresGone,
  })
  await writeDigest(parts, { hold, heard, decided, known, rules: source.rules, startedAt: now })
}
