import type { Job } from '../domain/job'
import { BridgeError } from '../errors'
import type { LaneLedger, OperatorLedger } from '../outbox/outbox'
import type { Database } from '../store/database'
import type { Events } from '../telemetry/events'

export interface ReplayParts {
  db: Pick<Database, 'write'>
  ledger: OperatorLedger & Pick<LaneLedger, 'raiseLane'>
  wake(lane: string): void
  now(): number
  events: Events
}

/** Sends a dead job again, as it stands. Raises `not-found`, or `conflict` when it is not dead (any more). */
export async function replayJob(parts: ReplayParts, id: string, by: string): Promise<Job> {
  const job = await deadJob(parts, id)
  const statements = [parts.ledger.revive(job, parts.now()), parts.ledger.raiseLane(job.lane, connectionOf(job))]
  return finish(parts, { job, statements, decision: 'replayed', by })
}

/**
 * Gives a dead job up. Jobs that wait behind a discarded creation have nothing to update: they go with it, and the
 * ticket's next delivery plans anew.
 */
export async function discardJob(parts: ReplayParts, id: string, by: string): Promise<Job> {
  const job = await deadJob(parts, id)
  const statements = [...parts.ledger.discard(job, parts.now()), parts.ledger.raiseLane(job.lane, connectionOf(job))]
  return finish(parts, { job, statements, decision: 'discarded', by })
}

interface Ending {
  job: Job
  statements: Parameters<Database['write']>[0]
  decision: 'replayed' | 'discarded'
  by: string
}

async function finish(parts: ReplayParts, { job, statements, decision, by }: Ending): Promise<Job> {
  const written = await parts.db.write(statements)
  if (!written.committed) throw notDead(job.id)
  const { connection, id, linkId: link } = job
  parts.events.emit(`job.${decision}`, { connection, job: id, link, caller: by })
  parts.wake(job.lane)
  return (await parts.ledger.jobById(job.id)) ?? job
}

async function deadJob({ ledger }: ReplayParts, id: string): Promise<Job> {
  const job = await ledger.jobById(id)
  if (job === undefined) throw new BridgeError('not-found', 'there is no such job', { code: 'job-unknown' })
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
