import { type Kysely, sql } from 'kysely'
import type { Command, CommandKind } from '../domain/command'
import { type Job, type JobState, jobTransitions, openJobStates } from '../domain/job'
import { type Statement, toStatement } from '../store/statement'
import type { Row, Tables } from '../store/tables'
import type { Attempt, JobLedger, LaneHold, Settlement } from './outbox'

type Read = Kysely<Tables>

export function createJobLedger(read: Read): JobLedger {
  return {
    openJobs: async lane => {
      const rows = await read
        .selectFrom('jobs')
        .selectAll()
        .where('lane', '=', lane)
        .where(isOneOf(openJobStates))
        .orderBy('id')
        .execute()
      return rows.map(toJob)
    },
    enqueue: job => toStatement(read.insertInto('jobs').values(toRow(job)), 1),
    supersede: (job, at) =>
      toStatement(
        read
          .updateTable('jobs')
          .set({ state: 'superseded', updated_at: at })
          .where('id', '=', job.id)
          .where('state', '=', 'waiting'),
        1,
      ),
    markSending: (job, hold, at) => markSending(read, { job, hold, at }),
    settle: (job, hold, settlement) => [
      settleJob(read, { job, hold, settlement }),
      insertAttempt(read, { job, hold, attempt: settlement.attempt }),
    ],
  }
}

/** Spelled out instead of bound: SQLite takes a partial index only where it can read that its condition holds. */
export function isOneOf(states: readonly JobState[]) {
  return sql<boolean>`state in (${sql.join(states.map(state => sql.lit(state)))})`
}

function markSending(read: Read, { job, hold, at }: { job: Job; hold: LaneHold; at: number }): Statement {
  const query = read
    .updateTable('jobs')
    .set({ state: 'sending', fence: hold.fence, sent_at: at, updated_at: at })
    .where('id', '=', job.id)
    .where('state', 'in', ['waiting', 'sending'])
  return toStatement(
    query.where(eb => eb.exists(laneOfHold(read, hold))),
    1,
  )
}

/** A try that never sent anything settles from `waiting`, a look-up from `unknown`, any other from `sending`. */
function settleJob(
  read: Read,
  { job, hold, settlement }: { job: Job; hold: LaneHold; settlement: Settlement },
): Statement {
  const { state, at, tries, nextAt, reason, lateSweepAt } = settlement
  const becameUnknownAt = state === 'unknown' ? at : null
  const query = read
    .updateTable('jobs')
    .set(eb => ({
      state,
      tries,
      next_at: nextAt,
      reason,
      // What died is an operator's, and a job that stays open comes back here.
      late_sweep_at: state === 'confirmed' ? lateSweepAt : null,
      unknown_at: eb.fn.coalesce('unknown_at', eb.val(becameUnknownAt)),
      updated_at: at,
    }))
    .where('id', '=', job.id)
    .where('state', '=', job.state)
    .where('state', 'in', settledFrom(state))
  return toStatement(
    query.where(eb => eb.exists(laneOfHold(read, hold))),
    1,
  )
}

/** A worker settles along the legal steps, or leaves the job as it was; what is dead or done is not a worker's. */
function settledFrom(to: Settlement['state']): JobState[] {
  return (['waiting', 'sending', 'unknown'] as const).filter(from => from === to || jobTransitions[from].includes(to))
}

/** One row while the hold stands; none for a zombie whose lane was taken over. */
function laneOfHold(read: Read, hold: LaneHold) {
  return read
    .selectFrom('lanes')
    .select('lane')
    .where('lane', '=', hold.lane)
    .where('holder', '=', hold.holder)
    .where('fence', '=', hold.fence)
}

function insertAttempt(read: Read, { job, hold, attempt }: { job: Job; hold: LaneHold; attempt: Attempt }): Statement {
  return toStatement(
    read.insertInto('attempts').values({
      id: attempt.id,
      job_id: job.id,
      lane: job.lane,
      purpose: attempt.purpose,
      fence: hold.fence,
      started_at: attempt.startedAt,
      ended_at: attempt.endedAt,
      outcome: attempt.outcome,
      code: attempt.code,
      message: attempt.message,
      exchanges: JSON.stringify(attempt.exchanges),
    }),
  )
}

export function toJob(row: Row<'jobs'>): Job {
  return {
    id: row.id,
    opId: row.op_id,
    lane: row.lane,
    linkId: row.link_id,
    connection: row.connection,
    target: row.target,
    kind: row.kind as CommandKind,
    command: JSON.parse(row.command) as Command,
    state: row.state as JobState,
    fence: row.fence,
    tries: row.tries,
    nextAt: row.next_at,
    sentAt: row.sent_at,
    unknownAt: row.unknown_at,
    reason: row.reason,
    mappingVersion: row.mapping_version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function toRow(job: Job) {
  return {
    id: job.id,
    op_id: job.opId,
    lane: job.lane,
    link_id: job.linkId,
    connection: job.connection,
    target: job.target,
    kind: job.kind,
    command: JSON.stringify(job.command),
    state: job.state,
    fence: job.fence,
    tries: job.tries,
    next_at: job.nextAt,
    sent_at: job.sentAt,
    unknown_at: job.unknownAt,
    late_sweep_at: null,
    reason: job.reason,
    mapping_version: job.mappingVersion,
    created_at: job.createdAt,
    updated_at: job.updatedAt,
  }
}
