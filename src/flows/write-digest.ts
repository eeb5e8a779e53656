import type { LaneHold, Ledger } from '../outbox/outbox'
import type { Database } from '../store/database'
import { markProcessed, markQuarantined } from '../store/receipts'
import type { Statement } from '../store/statement'
import type { Events } from '../telemetry/events'
import type { Decided } from './decide'
import { jobOf } from './job-of'
import type { HeardChanges } from './read-changes'
import { changeStatements } from './record-changes'
import { type LinkSaving, saveNamedLink } from './save-named-link'

export interface WriteDigestParts {
  db: Pick<Database, 'read' | 'write'>
  ledger: Ledger
  newId(): string
  now(): number
  events: Events
  /** A link got a name that results may wait for. */
  onNamed(): void
}

export interface DigestResult extends Omit<LinkSaving, 'link'> {
  hold: LaneHold
  heard: HeardChanges
  decided: Decided
  startedAt: number
}

/** Link, receipts, changes and job in one transaction, which also marks the lane digested. */
export async function writeDigest(parts: WriteDigestParts, result: DigestResult): Promise<void> {
  const { db, ledger, newId, now } = parts
  const { hold, heard, decided, known, rules, startedAt } = result
  const { lane } = hold
  // Ids tell the order in a timeline: the changes come before the job they cause.
  const changes = changeStatements(db.read, { decided, heard, lane, newId, now: startedAt })
  const job = jobOf(decided, { lane, newId, now: startedAt })
  const saved = saveNamedLink(db.read, { known, link: decided.link, rules })
  const written = await db.write([
    ...saved.statements,
    ...receiptStatements(parts, heard),
    ...changes,
    ...decided.supersedes.map(old => ledger.supersede(old, now())),
    ...(job === null ? [] : [ledger.enqueue(job)]),
    ledger.markDigested(hold, startedAt),
  ])
  if (!written.committed) return
  hold.digestedAt = startedAt
  if (saved.isNamed) parts.onNamed()
  tell(parts, result)
}

/** Nothing is known of the ticket but that something happened: there is nothing to link yet. */
export async function quarantine(
  parts: WriteDigestParts,
  { hold, heard, connection }: { hold: LaneHold; heard: HeardChanges; connection: string },
): Promise<void> {
  await parts.db.write([...receiptStatements(parts, heard), parts.ledger.markDigested(hold, parts.now())])
  tellQuarantined(parts, heard, connection)
}

function receiptStatements({ db, now }: WriteDigestParts, heard: HeardChanges): Statement[] {
  const at = now()
  return heard.ofReceipts.map(({ receipt: { id }, failure }) =>
    failure === null ? markProcessed(db.read, id, at) : markQuarantined(db.read, { id, reason: failure, at }),
  )
}

function tell(parts: WriteDigestParts, { hold, heard, decided, startedAt }: DigestResult): void {
  const { events, now } = parts
  const { connection, id: link } = decided.link
  tellQuarantined(parts, heard, connection)
  events.emit('lane.digested', {
    connection,
    lane: hold.lane,
    receipts: heard.ofReceipts.length,
    changes: heard.effective.length,
    jobs: decided.command === null ? 0 : 1,
    decision: decided.decision,
    ms: now() - startedAt,
  })
  if (decided.decision === 'tombstone') events.emit('link.entombed', { connection, link, reason: 'deleted' })
}

function tellQuarantined({ events }: WriteDigestParts, heard: HeardChanges, connection: string): void {
  for (const { receipt, failure } of heard.ofReceipts) {
    if (failure !== null) events.emit('receipt.quarantined', { connection, receipt: receipt.id, reason: failure })
  }
}
