import type { Kysely } from 'kysely'
import type { Job } from '../domain/job'
import { type Statement, toStatement } from '../store/statement'
import type { Tables } from '../store/tables'
import { toJob } from './ledger-jobs'
import type { OperatorLedger } from './outbox'

export function createOperatorLedger(read: Kysely<Tables>): OperatorLedger {
  return {
    jobById: async id => {
      const row = await read.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toJob(row)
    },
    revive: (job, at) =>
      toStatement(
        read
          .updateTable('jobs')
          .set({ state: 'waiting', tries: 0, next_at: at, reason: null, updated_at: at })
          .where('id', '=', job.id)
          .where('state', '=', 'dead'),
        1,
      ),
    discard: (job, at) => {
      const discard = read
        .updateTable('jobs')
        .set({ state: 'discarded', updated_at: at })
        .where('id', '=', job.id)
        .where('state', '=', 'dead')
      const statements = [toStatement(discard, 1)]
      return job.kind === 'create-container' ? [...statements, supersedeFollowers(read, job, at)] : statements
    },
  }
}

function supersedeFollowers(read: Kysely<Tables>, job: Job, at: number): Statement {
  return toStatement(
    read
      .updateTable('jobs')
      .set({ state: 'superseded', updated_at: at })
      .where('lane', '=', job.lane)
      .where('connection', '=', job.connection)
      .where('id', '>', job.id)
      .where('state', '=', 'waiting'),
  )
}
