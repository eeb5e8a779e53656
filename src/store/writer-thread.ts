import { parentPort, workerData } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { createStatementCache, openForWriting } from './sqlite'
import type { Statement, Written } from './statement'

/** To the thread: one batch of transactions. From the thread: what became of each, or why the commit failed. */
export interface Batch {
  transactions: Statement[][]
}
export type BatchAnswer = { outcomes: Outcome[]; commitMs: number } | { failure: { code: string; message: string } }
export type Outcome = Written | { failure: { code: string; message: string } }

/** Pages of WAL after which it is copied back; done between batches, never inside a commit that somebody waits for. */
const checkpointAfterBatches = 200

function commitBatches(db: Database, reply: (answer: BatchAnswer) => void): (batch: Batch) => void {
  const prepare = createStatementCache(db)
  let batches = 0
  return batch => {
    const startedAt = performance.now()
    try {
      prepare('begin immediate').run()
      const outcomes = batch.transactions.map(transaction => runTransaction(prepare, transaction))
      prepare('commit').run()
      reply({ outcomes, commitMs: performance.now() - startedAt })
    } catch (error) {
      if (db.inTransaction) prepare('rollback').run()
      reply({ failure: describe(error) })
    }
    batches += 1
    if (batches % checkpointAfterBatches === 0) db.pragma('wal_checkpoint(PASSIVE)')
  }
}

/** All of its statements or none: a lost race or a failed statement undoes this transaction and no other of the batch. */
function runTransaction(
  prepare: (sql: string) => { run(...p: unknown[]): { changes: number } },
  statements: Statement[],
): Outcome {
  const only = statements.length === 1 ? statements[0] : undefined
  if (only !== undefined && only.expect === undefined) {
    try {
      return { committed: true, changes: [prepare(only.sql).run(...only.parameters).changes] }
    } catch (error) {
      return { failure: describe(error) }
    }
  }
  prepare('savepoint transaction_of_batch').run()
  const outcome = runStatements(prepare, statements)
  if (!('committed' in outcome && outcome.committed)) prepare('rollback to transaction_of_batch').run()
  prepare('release transaction_of_batch').run()
  return outcome
}

function runStatements(
  prepare: (sql: string) => { run(...p: unknown[]): { changes: number } },
  statements: Statement[],
): Outcome {
  const changes: number[] = []
  try {
    for (const [index, { sql, parameters, expect }] of statements.entries()) {
      const result = prepare(sql).run(...parameters)
      if (expect !== undefined && result.changes !== expect) return { committed: false, lostAt: index }
      changes.push(result.changes)
    }
    return { committed: true, changes }
  } catch (error) {
    return { failure: describe(error) }
  }
}

function describe(error: unknown): { code: string; message: string } {
  const code = (error as { code?: unknown }).code
  return {
    code: typeof code === 'string' ? code : 'unexpected',
    message: error instanceof Error ? error.message : 'unexpected',
  }
}

if (parentPort !== null) {
  const port = parentPort
  const db = openForWriting((workerData as { file: string }).file)
  // The WAL is copied back between batches (above) instead of inside whichever commit crosses the threshold.
  db.pragma('wal_autocheckpoint = 0')
  const commit = commitBatches(db, answer => port.postMessage(answer))
  port.on('message', (message: Batch | 'close') => {
    if (message !== 'close') return commit(message)
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    port.close()
  })
  port.postMessage('ready')
}
