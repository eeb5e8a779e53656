import type { LaneHold, Ledger } from '../outbox/outbox'
import type { Database } from '../store/database'
import { markProcessed, markQuarantined } from '../store/receipts'
import type { Events } from '../telemetry/events'
import type { Decided } from './decide'
import type { Heard } from './hear-lane'
import { jobOf } from './job-of'
import type { More } from './more'
import { recordStatements } from './record-digest'
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
  heard: Heard
  decided: Decided
  /** What is asked for beside the fields. */
  more: More
  /** What follows from its move to another container. */
  turn: Pick<More, 'commands'> & { statements: ReturnType<typeof recordStatements> }
  startedAt: number
}

/** Link, receipts, changes and jobs in one transaction, which also marks the lane digested. */
export async function writeDigest(parts: WriteDigestParts, result: DigestResult): Promise<void> {
  const { db, ledger, newId, now } = parts
  const { hold, heard, decided, more, turn, known, rules, startedAt } = result
  const { lane } = hold
  // Ids tell the order in a timeline: the changes come before the job they cause.
  const changes = recordStatements(db.read, { decided, more, heard, lane, newId, now: startedAt })
  const jobs = commandsOf(result).flatMap(
    command => jobOf({ ...decided, command }, { lane, newId, now: startedAt }) ?? [],
  )
  const saved = saveNamedLink(db.read, { known, link: more.link, rules })
  const written = await db.write([
    ...turn.statements,
    ...saved.statements,
    ...receiptStatements(parts, heard),
    ...changes,
    ...[...decided.supersedes, ...more.supersedes].map(old => ledger.supersede(old, now())),
    ...jobs.map(job => ledger.enqueue(job)),
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
  { hold, heard, connection }: { hold: LaneHold; heard: Heard; connection: string },
): Promise<void> {
  await parts.db.write([...receiptStatements(parts, heard), parts.ledger.markDigested(hold, parts.now())])
  tellQuarantined(parts, heard, connection)
}

function receiptStatements({ db, now }: WriteDigestParts, heard: Heard) {
  const at = now()
  const ofTicket = heard.ticket.ofReceipts.map(({ receipt: { id }, failure }) =>
    failure === null ? markProcessed(db.read, id, at) : markQuarantined(db.read, { id, reason: failure, at }),
  )
  return [...ofTicket, ...heard.others.map(({ id }) => markProcessed(db.read, id, at))]
}

/** The ticket's fields come last: once it is closed, it may take nothing more. */
function commandsOf({ decided, more, turn }: DigestResult) {
  return [decided.command, ...more.commands, ...turn.commands, decided.ticketUpdate].filter(one => one !== null)
}

function tell(parts: WriteDigestParts, result: DigestResult): void {
  const { hold, heard, decided, startedAt } = result
  const { events, now } = parts
  const { connection, id: link } = decided.link
  tellQuarantined(parts, heard, connection)
  events.emit('lane.digested', {
    connection,
    lane: hold.lane,
    receipts: heard.ticket.ofReceipts.length + heard.others.length,
    changes: heard.ticket.effective.length + heard.soar.length,
    jobs: commandsOf(result).length,
    decision: decided.decision,
    ms: now() - startedAt,
  })
  if (decided.decision === 'tombstone') events.emit('link.entombed', { connection, link, reason: 'deleted' })
}

function tellQuarantined({ events }: WriteDigestParts, heard: Heard, connection: string): void {
  for (const { receipt, failure } of heard.ticket.ofReceipts) {
    if (failure !== null) events.emit('receipt.quarantined', { connection, receipt: receipt.id, reason: failure })
  }
}
