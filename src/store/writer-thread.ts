import { parentPort, workerData } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { createStatementCache, openForWriting } from './sqlite'
import type { Statement, Written } from './statement'

/** To the thread: one batch of transactions. From the thread: what became of each, or why the commit failed. */
export interface Batch {
  /** SQL texts that come for the first time; their numbers follow those that came before. */
  newSql: string[]
  transactions: SentStatement[][]
}
/** Number of the SQL text, parameters, rows it must change. */
export type SentStatement = [number, readonly unknown[], number | undefined]
export type BatchAnswer = { outcomes: Outcome[]; commitMs: number } | { failure: { code: string; message: string } }
export type Outcome = Written | { failure: { code: string; message: string } }

/**
 * Pages, about, after which the WAL is copied back; done between batches, never inside a commit that somebody waits for.
 * More at once is cheaper for the disk and a longer wait for the next batch.
 */
const checkpointAfterPages = 1_024
const bytesOfPage = 4_096

type Prepare = (sql: string) => { run(...parameters: unknown[]): { changes: number } }

function commitBatches(db: Database, reply: (answer: BatchAnswer) => void): (batch: Batch) => void {
  const prepare = createStatementCache(db)
  const sqlTexts: string[] = []
  let pages = 0
  return ({ newSql, transactions }) => {
    const startedAt = performance.now()
    sqlTexts.push(...newSql)
    const decode = (sent: SentStatement[]) => sent.map(statement => decodeStatement(sqlTexts, statement))
    try {
      prepare('begin immediate').run()
      const outcomes = transactions.map(sent => runTransaction(db, prepare, decode(sent)))
      prepare('commit').run()
      reply({ outcomes, commitMs: performance.now() - startedAt })
    } catch (error) {
      if (db.inTransaction) prepare('rollback').run()
      reply({ failure: describe(error) })
      // On a full disk, what the WAL holds may have room elsewhere.
      pages = checkpointAfterPages
    }
    for (const statements of transactions) pages += countPages(statements)
    if (pages < checkpointAfterPages) return
    checkpoint(db, 'PASSIVE')
    pages = 0
  }
}

/** Each statement writes its row and its place in two indexes or so; a large body takes pages of its own. */
function countPages(statements: SentStatement[]): number {
  let pages = 0
  for (const [, parameters] of statements) {
    pages += 2
    for (const value of parameters)
      if (typeof value === 'string' || value instanceof Uint8Array) pages += value.length / bytesOfPage
  }
  return pages
}

function decodeStatement(sqlTexts: string[], [number, parameters, expect]: SentStatement): Statement {
  const sql = sqlTexts[number] ?? ''
  return expect === undefined ? { sql, parameters } : { sql, parameters, expect }
}

/** What cannot be copied back now (a full disk) stays in the WAL, as durable as before, until the next time. */
function checkpoint(db: Database, mode: 'PASSIVE' | 'TRUNCATE'): void {
  try {
    db.pragma(`wal_checkpoint(${mode})`)
  } catch {
    return
  }
}

/**
 * A savepoint keeps a copy of every page that is touched within it, which for a receipt costs as much as half of its
 * commit: a single statement that expects nothing is whole without one.
 */
function runTransaction(db: Database, prepare: Prepare, statements: Statement[]): Outcome {
  const isBare = statements.length === 1 && statements[0]?.expect === undefined
  return isBare ? requireBatch(db, runStatements(prepare, statements)) : runGuarded(db, prepare, statements)
}

/** All of its statements or none: a lost race or a failed statement undoes this transaction and no other of the batch. */
function runGuarded(db: Database, prepare: Prepare, statements: Statement[]): Outcome {
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
