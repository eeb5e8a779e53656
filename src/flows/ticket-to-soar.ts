import type { TicketConnector } from '../connectors/connector'
import type { NewId } from '../domain/ids'
import type { Job } from '../domain/job'
import { parseLane, type Receipt } from '../domain/receipt'
import { isBridgeError } from '../errors'
import type { Rules } from '../mapping/rules'
import type { LaneHold, Ledger } from '../outbox/outbox'
import type { Database } from '../store/database'
import { findLink, saveLink } from '../store/links'
import { markProcessed, markQuarantined, pendingReceipts } from '../store/receipts'
import type { Statement } from '../store/statement'
import { twinIdentifiers } from '../store/twins'
import type { Events } from '../telemetry/events'
import type { ContainerGonePolicy } from './container-gone'
import { type Decided, decide } from './decide'
import { jobOf } from './job-of'
import { type HeardChanges, readChanges } from './read-changes'
import { changeStatements } from './record-changes'
import { resolveTickets } from './resolve-tickets'

/** One ticket connection as digesting needs it. */
export interface TicketSource {
  connector: TicketConnector
  rules: Rules
  soarConnection: string
  /** Label for containers where no rule names one. */
  label: string
  tenant: string
}

export interface DigestParts {
  db: Pick<Database, 'read' | 'write'>
  ledger: Ledger
  sourceOf(connection: string): TicketSource
  report(connection: string, error: unknown): Promise<unknown>
  wake(lane: string): void
  newId: NewId
  now(): number
  coalesceMs: number
  containerGone: ContainerGonePolicy
  events: Events
}

/** More wait for the next round, which follows at once. */
const receiptsPerDigest = 500

/**
 * Turns what a lane received into at most one job, in the transaction that marks the receipts processed. Answers when
 * to look again (epoch ms): a quiet lane is digested at once, a busy one at most every `coalesceMs`.
 */
export async function digestLane(parts: DigestParts, hold: LaneHold): Promise<number | null> {
  const { connection, ticketId } = parseLane(hold.lane)
  const receipts = await pendingReceipts(parts.db.read, hold.lane, receiptsPerDigest)
  if (receipts.length === 0) return null
  const dueAt = hold.digestedAt + parts.coalesceMs
  if (parts.now() < dueAt) return dueAt
  const source = parts.sourceOf(connection)
  try {
    if (ticketId === null) await resolveTickets(parts, source.connector, receipts)
    else await digestTicket(parts, { hold, source, ticketId, receipts })
  } catch (error) {
    if (!isBridgeError(error) || error.code === 'store-failed') throw error
    // The ticketing system could not be asked: the receipts stay, and the connection's return wakes the lane.
    const isHealthy = await parts.report(connection, error)
    return isHealthy ? parts.now() + 5_000 : null
  }
  return receipts.length === receiptsPerDigest ? parts.now() + parts.coalesceMs : null
}

interface TicketDigest {
  hold: LaneHold
  source: TicketSource
  ticketId: string
  receipts: Receipt[]
}

async function digestTicket(parts: DigestParts, digest: TicketDigest): Promise<void> {
  const { db, now } = parts
  const { hold, source, ticketId, receipts } = digest
  const startedAt = now()
  const connection = source.connector.connection
  const known = await findLink(db.read, { connection, ticketId, soarConnection: source.soarConnection })
  const heard = await readChanges({
    connector: source.connector,
    receipts,
    ticketId,
    collection: known?.collection ?? undefined,
    isKnownWhole: known?.snapshot.complete ?? false,
  })
  const openJobs = await parts.ledger.openJobs(hold.lane)
  const isGoneIgnored = known?.state === 'container-gone' && parts.containerGone === 'ignore'
  const confirmed = known === undefined ? new Set<string>() : await twinIdentifiers(db.read, known.id)
  const decided = decide({
    source,
    ticketId,
    known,
    heard,
    openJobs,
    confirmed,
    newId: parts.newId,
    now: startedAt,
    isGoneIgnored,
  })
  const job = decided.command === null ? null : jobOf(decided, { lane: hold.lane, newId: parts.newId, now: startedAt })
  const statements = [
    saveLink(db.read, decided.link, known?.revision ?? null),
    ...receiptStatements(parts, heard),
    ...changeStatements(db.read, { decided, heard, lane: hold.lane, newId: parts.newId, now: startedAt }),
    ...jobStatements(parts, decided, job),
    parts.ledger.markDigested(hold, startedAt),
  ]
  const written = await db.write(statements)
  if (!written.committed) return
  hold.digestedAt = startedAt
  tell(parts, { digest, decided, heard, job, ms: now() - startedAt })
}

function jobStatements({ ledger, now }: DigestParts, decided: Decided, job: Job | null): Statement[] {
  const superseded = decided.supersedes.map(old => ledger.supersede(old, now()))
  return job === null ? superseded : [...superseded, ledger.enqueue(job)]
}

function receiptStatements({ db, now }: DigestParts, heard: HeardChanges): Statement[] {
  return heard.ofReceipts.map(({ receipt, failure }) =>
    failure === null ? markProcessed(db.read, receipt.id, now()) : markQuarantined(db.read, receipt.id, failure, now()),
  )
}

function tell(
  parts: DigestParts,
  {
    digest,
    decided,
    heard,
    job,
    ms,
  }: { digest: TicketDigest; decided: Decided; heard: HeardChanges; job: Job | null; ms: number },
): void {
  const { events } = parts
  const { connection, id: link } = decided.link
  for (const { receipt, failure } of heard.ofReceipts) {
    if (failure !== null) events.emit('receipt.quarantined', { connection, receipt: receipt.id, reason: failure })
  }
  const changes = heard.effective.length
  const receipts = digest.receipts.length
  const jobs = job === null ? 0 : 1
  events.emit('lane.digested', {
    connection,
    lane: digest.hold.lane,
    receipts,
    changes,
    jobs,
    decision: decided.decision,
    ms,
  })
  if (decided.decision === 'tombstone') events.emit('link.entombed', { connection, link, reason: 'deleted' })
}
