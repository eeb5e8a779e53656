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

/** Batches after which the WAL is copied back; done between batches, never inside a commit that somebody waits for. */
const checkpointAfterBatches = 200

type Prepare = (sql: string) => { run(...parameters: unknown[]): { changes: number } }

function commitBatches(db: Database, reply: (answer: BatchAnswer) => void): (batch: Batch) => void {
  const prepare = createStatementCache(db)
  let batches = 0
  return batch => {
    const startedAt = performance.now()
    try {
      prepare('begin immediate').run()
      const outcomes = batch.transactions.map(transaction => runTransaction(db, prepare, transaction))
      prepare('commit').run()
      reply({ outcomes, commitMs: performance.now() - startedAt })
    } catch (error) {
      if (db.inTransaction) prepare('rollback').run()
      reply({ failure: describe(error) })
    }
    batches += 1
    if (batches % checkpointAfterBatches === 0) checkpoint(db, 'PASSIVE')
  }
}

/** What cannot be copied back now (a full disk) stays in the WAL, as durable as before, until the next time. */
function checkpoint(db: Database, mode: 'PASSIVE' | 'TRUNCATE'): void {
  try {
    db.pragma(`wal_checkpoint(${mode})`)
  } catch {
    return
  }
}

/** All of its statements or none: a lost race or a failed statement undoes this transaction and no other of the batch. */
function runTransaction(db: Database, prepare: Prepare, statements: Statement[]): Outcome {
  const only = statements.length === 1 ? statements[0] : undefined
  if (only !== undefined && only.expect === undefined) return requireBatch(db, runStatements(prepare, statements))
  prepare('savepoint transaction_of_batch').run()
  const outcome = requireBatch(db, runStatements(prepare, statements))
  if (!('committed' in outcome && outcome.committed)) prepare('rollback to transaction_of_batch').run()
  prepare('release transaction_of_batch').run()
  return outcome
}

/** Some failures (a full disk, an I/O error) make SQLite undo the whole batch: then no other of it may go on alone. */
function requireBatch(db: Database, outcome: Outcome): Outcome {
  if (db.inTransaction || !('failure' in outcome)) return outcome
  throw Object.assign(new Error(outcome.failure.message), { code: outcome.failure.code })
}

function runStatements(prepare: Prepare, statements: Statement[]): Outcome {
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
    checkpoint(db, 'TRUNCATE')
    db.close()
    port.close()
  })
  port.postMessage('ready')
}
