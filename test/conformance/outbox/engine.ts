import type { Job, JobState } from '../../../src/domain/job'
import type { LaneHold, Ledger } from '../../../src/outbox/outbox'
import type { Database } from '../../../src/store/database'
import type { ManualClock } from '../../support/manual-clock'

/** One engine under the suite: a database of its own, and time that the promise moves. */
export interface OpenedOutbox {
  db: Pick<Database, 'read' | 'write'>
  ledger: Ledger
  clock: ManualClock
  leaseMs: number
  /** Every step of any job's state, in order; a job that stays where it is makes none. */
  steps(): Promise<{ from: JobState; to: JobState }[]>
  close(): Promise<void>
}

export interface OutboxEngine {
  open(): Promise<OpenedOutbox>
}

/** A sentence of `src/outbox/outbox.ts`, and what shows that an engine keeps it. It raises where one does not. */
export type OutboxPromises = Record<string, (outbox: OpenedOutbox) => Promise<void>>

/** Takes a lane that must be free. */
export async function acquire({ ledger }: OpenedOutbox, lane: string, holder = 'worker-1'): Promise<LaneHold> {
  const hold = await ledger.acquireLane(lane, holder)
  if (hold === null) throw new Error(`${lane} is held`)
  return hold
}

/** A lane that was raised and taken. */
export async function openLane(outbox: OpenedOutbox, lane = 'jira/10042', holder = 'worker-1'): Promise<LaneHold> {
  await outbox.db.write([outbox.ledger.raiseLane(lane, 'jira')])
  return acquire(outbox, lane, holder)
}

/** Lets the lease run out and gives the lane to another worker. */
export async function takeOver(outbox: OpenedOutbox, hold: LaneHold, holder = 'worker-2'): Promise<LaneHold> {
  outbox.clock.advance(outbox.leaseMs)
  return acquire(outbox, hold.lane, holder)
}

export async function enqueue({ db, ledger }: OpenedOutbox, ...jobs: Job[]): Promise<void> {
  const written = await db.write(jobs.map(job => ledger.enqueue(job)))
  if (!written.committed) throw new Error('the jobs were not stored')
}

/** The job as it is stored now. */
export async function stored({ ledger }: OpenedOutbox, job: Job): Promise<Job> {
  const found = await ledger.jobById(job.id)
  if (found === undefined) throw new Error('the job is not stored')
  return found
}

/** The job in that state, by the way the ledger itself offers. */
export async function bringTo(outbox: OpenedOutbox, job: Job, hold: LaneHold, state: JobState): Promise<Job> {
  await enqueue(outbox, job)
  const { db, ledger, clock } = outbox
  const at = clock.now()
  if (state === 'waiting') return stored(outbox, job)
  if (state === 'superseded') {
    await db.write([ledger.supersede(job, at)])
    return stored(outbox, job)
  }
  await db.write([ledger.markSending(job, hold, at)])
  if (state === 'sending') return stored(outbox, job)
  const to = state === 'discarded' ? 'dead' : state
  await settle(outbox, { job: await stored(outbox, job), hold, to })
  if (state === 'discarded') await db.write(ledger.discard(await stored(outbox, job), at))
  return stored(outbox, job)
}

/** Settles a job as the worker that holds the lane does. */
export async function settle(
  { db, ledger, clock }: OpenedOutbox,
  { job, hold, to }: { job: Job; hold: LaneHold; to: 'confirmed' | 'waiting' | 'dead' | 'unknown' },
): Promise<boolean> {
  const at = clock.now()
  const settlement = { ...settlementAt(at), state: to, tries: job.tries + 1 }
  const written = await db.write(ledger.settle(job, hold, settlement))
  return written.committed
}

let attempts = 0

function settlementAt(at: number) {
  attempts += 1
  return {
    at,
    nextAt: at,
    reason: null,
    lateSweepAt: null,
    attempt: {
      id: `attempt-${attempts}`,
      purpose: 'apply' as const,
      startedAt: at,
      endedAt: at,
      outcome: 'confirmed',
      code: null,
      message: null,
      exchanges: [],
    },
  }
}
