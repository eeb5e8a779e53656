import type { Database } from '../store/database'
import { toStatement } from '../store/statement'
import { toJob } from './ledger-jobs'
import type { LateLedger } from './outbox'

export function createLateLedger({ read, write }: Pick<Database, 'read' | 'write'>): LateLedger {
  return {
    dueForLateSweep: async (now, limit) => {
      const rows = await read
        .selectFrom('jobs')
        .selectAll()
        .where('late_sweep_at', '<=', now)
        .orderBy('late_sweep_at')
        .limit(limit)
        .execute()
      return rows.map(toJob)
    },
    sweptLate: async job => {
      await write([toStatement(read.updateTable('jobs').set({ late_sweep_at: null }).where('id', '=', job.id))])
    },
  }
}
