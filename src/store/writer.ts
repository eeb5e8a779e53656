import { once } from 'node:events'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { BridgeError } from '../errors'
import type { Statement, Written } from './statement'
import type { Batch, BatchAnswer, Outcome, SentStatement } from './writer-thread'

/** Transactions of one commit at most; more wait for the next. */
const maxBatch = 512

/**
 * The only way rows change. Transactions that gather while one commit runs share the next (group commit): one batch
 * is in flight, the next collects, so its size follows the speed of the disk.
 */
export interface Writer {
  /** Resolves after the commit. Raises `unavailable` (code `store-failed`) when it failed: then nothing was written. */
  write(transaction: Statement[]): Promise<Written>
  /** Transactions not yet committed. */
  depth(): number
  /** Commits that failed so far. */
  failures(): number
  /** Commits what was handed in, then ends the thread. */
  close(): Promise<void>
}

interface Waiter {
  transaction: Statement[]
  resolve(written: Written): void
  reject(error: BridgeError): void
}

type OnCommit = (facts: { transactions: number; commitMs: number }) => void

export async function startWriter(file: string, onCommit: OnCommit): Promise<Writer> {
  const thread = new Worker(path.join(__dirname, 'writer-thread.js'), { workerData: { file } })
  await once(thread, 'message')
  const queue = new CommitQueue(thread, onCommit)
  return {
    write: transaction => queue.write(transaction),
    depth: () => queue.depth(),
    failures: () => queue.failures(),
    close: () => queue.close(),
  }
}

class CommitQueue implements Writer {
  private readonly waiting: Waiter[] = []
  private readonly sqlNumbers = new Map<string, number>()
  private inFlight: Waiter[] = []
  private dead: BridgeError | undefined
  private failed = 0
  private readonly ended: Promise<void>
  private onDrained = () => {}

  constructor(
    private readonly thread: Worker,
    private readonly onCommit: OnCommit,
  ) {
    thread.on('message', (answer: BatchAnswer) => this.settle(answer))
    thread.on('error', cause => this.fail(cause))
    this.ended = once(thread, 'exit').then(() => this.fail(undefined))
  }

  write(transaction: Statement[]): Promise<Written> {
    return new Promise((resolve, reject) => {
      if (this.dead !== undefined) return reject(this.dead)
      this.waiting.push({ transaction, resolve, reject })
      if (this.waiting.length === 1 && this.inFlight.length === 0) this.sendSoon()
    })
  }

  depth(): number {
    return this.waiting.length + this.inFlight.length
  }

  failures(): number {
    return this.failed
  }

  async close(): Promise<void> {
    if (this.depth() > 0) {
      await new Promise<void>(resolve => {
        this.onDrained = resolve
      })
    }
    this.thread.postMessage('close')
    await this.ended
  }

  /** One turn of the event loop gathers first: what is readable by now belongs into the same batch. */
  private sendSoon(): void {
    setImmediate(() => this.sendNext())
  }

  private sendNext(): void {
    if (this.inFlight.length > 0) return
    if (this.waiting.length === 0) return this.onDrained()
    this.inFlight = this.waiting.splice(0, maxBatch)
    this.thread.postMessage(this.encode(this.inFlight))
  }

  /** Each SQL text crosses to the thread once; from then on its number stands for it. */
  private encode(waiters: Waiter[]): Batch {
    const newSql: string[] = []
    const numberOf = (sql: string): number => {
      const known = this.sqlNumbers.get(sql)
      if (known !== undefined) return known
      newSql.push(sql)
      this.sqlNumbers.set(sql, this.sqlNumbers.size)
      return this.sqlNumbers.size - 1
    }
    const transactions = waiters.map(({ transaction }) =>
      transaction.map(({ sql, parameters, expect }): SentStatement => [numberOf(sql), parameters, expect]),
    )
    return { newSql, transactions }
  }

  private settle(answer: BatchAnswer): void {
    const waiters = this.inFlight
    this.inFlight = []
    this.sendSoon()
    if ('failure' in answer) {
      this.failed += 1
      const error = storeFailed(answer.failure)
      for (const waiter of waiters) waiter.reject(error)
      return
    }
    this.onCommit({ transactions: waiters.length, commitMs: answer.commitMs })
    for (const [index, waiter] of waiters.entries()) settleOne(waiter, answer.outcomes[index])
  }

  private fail(cause: unknown): void {
    this.failed += 1
    this.dead ??= storeFailed({ code: 'writer-ended', message: 'the writer thread ended' }, cause)
    for (const waiter of [...this.inFlight.splice(0), ...this.waiting.splice(0)]) waiter.reject(this.dead)
    this.onDrained()
  }
}

function settleOne(waiter: Waiter, outcome: Outcome | undefined): void {
  if (outcome === undefined) waiter.reject(storeFailed({ code: 'no-outcome', message: 'no outcome' }))
  else if ('failure' in outcome) waiter.reject(storeFailed(outcome.failure))
  else waiter.resolve(outcome)
}

/** SQLite's text names tables and columns, never values. */
function storeFailed(failure: { code: string; message: string }, cause?: unknown): BridgeError {
  return new BridgeError('unavailable', `the database refused a write (${failure.code}): ${failure.message}`, {
    code: 'store-failed',
    ...(cause === undefined ? {} : { cause }),
  })
}
