import type { AuditEntry } from '../domain/audit'
import type { Job } from '../domain/job'
import { defaultTenant } from '../domain/role'
import { BridgeError } from '../errors'
import type { LaneLedger, OperatorLedger } from '../outbox/outbox'
import type { Database } from '../store/database'
import { findLinkById } from '../store/links'
import type { Visible } from '../store/lists'
import type { Statement, Written } from '../store/statement'
import type { Events } from '../telemetry/events'

export interface ReplayParts {
  db: Pick<Database, 'read'>
  /** Writes the change and its row of the audit log, or neither. */
  record(entry: AuditEntry, change: Statement[]): Promise<Written>
  ledger: OperatorLedger & Pick<LaneLedger, 'raiseLane'>
  wake(lane: string): void
  now(): number
  events: Events
}

/** Who asks, and the connections that they may see; null for all. */
export interface Operator {
  id: string
  visible: Visible
}

/** Sends a dead job again, as it stands. Raises `not-found`, or `conflict` when it is not dead (any more). */
export async function replayJob(parts: ReplayParts, id: string, by: Operator): Promise<Job> {
  const job = await deadJob(parts, id, by)
  const statements = [parts.ledger.revive(job, parts.now()), parts.ledger.raiseLane(job.lane, connectionOf(job))]
  return finish(parts, { job, statements, decision: 'replayed', by })
}

/**
 * Gives a dead job up. Jobs that wait behind a discarded creation have nothing to update: they go with it, and the
 * ticket's next delivery plans anew.
 */
export async function discardJob(parts: ReplayParts, id: string, by: Operator): Promise<Job> {
  const job = await deadJob(parts, id, by)
  const statements = [...parts.ledger.discard(job, parts.now()), parts.ledger.raiseLane(job.lane, connectionOf(job))]
  return finish(parts, { job, statements, decision: 'discarded', by })
}

interface Ending {
  job: Job
  statements: Statement[]
  decision: 'replayed' | 'discarded'
  by: Operator
}

async function finish(parts: ReplayParts, { job, statements, decision, by }: Ending): Promise<Job> {
  const { connection, id, linkId: link, kind, lane } = job
  const tenant = (await findLinkById(parts.db.read, link))?.tenant ?? defaultTenant
  const entry: AuditEntry = { tenant, caller: by.id, action: `job.${decision}`, subject: id, detail: { kind, lane } }
  const written = await parts.record(entry, statements)
  if (!written.committed) throw notDead(id)
  parts.events.emit(`job.${decision}`, { connection, job: id, link, caller: by.id })
  parts.wake(job.lane)
  return (await parts.ledger.jobById(job.id)) ?? job
}

async function deadJob({ ledger }: ReplayParts, id: string, { visible }: Operator): Promise<Job> {
  const job = await ledger.jobById(id)
  if (job === undefined || visible?.includes(connectionOf(job)) === false)
    throw new BridgeError('not-found', 'there is no such job', { code: 'job-unknown' })
  if (job.state !== 'dead') throw notDead(id)
  return job
}

function notDead(id: string): BridgeError {
  return new BridgeError('conflict', `job ${id} is not dead; only a dead job can be replayed or discarded`, {
    code: 'job-not-dead',
  })
}

function connectionOf(job: Job): string {
  return job.lane.slice(0, job.lane.indexOf('/'))
}
