import { type Kysely, sql } from 'kysely'
import { openJobStates } from '../domain/job'
import type { Database } from './database'
import { type Statement, toStatement } from './statement'
import type { Tables } from './tables'

/** Each removes at most `limit` rows older than `before` (epoch ms) and answers how many it removed. */
export interface PurgeStore {
  purgeReceipts(before: number, limit: number): Promise<number>
  purgeAttempts(before: number, limit: number): Promise<number>
  purgeJobs(before: number, limit: number): Promise<number>
  /** Those that ended by then. */
  purgeIdempotencyKeys(endedBy: number, limit: number): Promise<number>
}

export function createPurgeStore({ read, write }: Pick<Database, 'read' | 'write'>): PurgeStore {
  const run = async (statement: Statement) => {
    const written = await write([statement])
    return written.committed ? (written.changes[0] ?? 0) : 0
  }
  return {
    purgeReceipts: (before, limit) => run(purgeReceipts(read, before, limit)),
    purgeAttempts: (before, limit) => run(purgeAttempts(read, before, limit)),
    purgeJobs: (before, limit) => run(purgeJobs(read, before, limit)),
    purgeIdempotencyKeys: (endedBy, limit) => run(purgeIdempotencyKeys(read, endedBy, limit)),
  }
}

/** Ids begin with their time (UUID version 7), so that the oldest stand first in the primary key. */
function idBefore(before: number): string {
  const time = Math.max(0, before).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}`
}

/** Pending and quarantined receipts are kept whatever their age: nothing acknowledged is lost. */
function purgeReceipts(read: Kysely<Tables>, before: number, limit: number): Statement {
  const old = read
    .selectFrom('receipts')
    .select('id')
    .where('id', '<', idBefore(before))
    .where('state', 'not in', ['pending', 'quarantined'])
    .orderBy('id')
    .limit(limit)
  return toStatement(read.deleteFrom('receipts').where('id', 'in', old))
}

function purgeAttempts(read: Kysely<Tables>, before: number, limit: number): Statement {
  const old = read.selectFrom('attempts').select('id').where('id', '<', idBefore(before)).orderBy('id').limit(limit)
  return toStatement(read.deleteFrom('attempts').where('id', 'in', old))
}

function purgeJobs(read: Kysely<Tables>, before: number, limit: number): Statement {
  const old = read
    .selectFrom('jobs')
    .select('id')
    .where('id', '<', idBefore(before))
    // Told by what they are not, so that no index by state is taken and all that are done are sorted.
    .where('state', 'not in', [...openJobStates])
    .where('late_sweep_at', 'is', null)
    .where(sql<boolean>`updated_at < ${before}`)
    .orderBy('id')
    .limit(limit)
  return toStatement(read.deleteFrom('jobs').where('id', 'in', old))
}

function purgeIdempotencyKeys(read: Kysely<Tables>, endedBy: number, limit: number): Statement {
  const ended = read
    .selectFrom('idempotency_keys')
    .select(['tenant', 'key'])
    .where('expires_at', '<=', endedBy)
    .orderBy('expires_at')
    .limit(limit)
  return toStatement(
    read
      .deleteFrom('idempotency_keys')
      .where(({ eb, refTuple }) => eb(refTuple('tenant', 'key'), 'in', ended.$asTuple('tenant', 'key'))),
  )
}
