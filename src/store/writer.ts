import { once } from 'node:events'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { BridgeError } from '../errors'
import type { Statement, Written } from './statement'
import type { BatchAnswer, Outcome } from './writer-thread'

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
  /** Commits what was handed in, then ends the thread. */
  close(): Promise<void>
}

interface Waiter {
  transaction: Statement[]
  resolve(written: Written): void
  reject(error: BridgeError): void
}

export async function startWriter(
  file: string,
  onCommit: (facts: { transactions: number; commitMs: number }) => void,
): Promise<Writer> {
  const thread = new Worker(path.join(__dirname, 'writer-thread.js'), { workerData: { file } })
  await once(thread, 'message')
  const queue: Waiter[] = []
  let inFlight: Waiter[] = []
  let dead: BridgeError | undefined

  function sendNext(): void {
    if (inFlight.length > 0 || queue.length === 0) return
    inFlight = queue.splice(0, maxBatch)
    thread.postMessage({ transactions: inFlight.map(waiter => waiter.transaction) })
  }

  function settle(answer: BatchAnswer): void {
    const waiters = inFlight
    inFlight = []
    sendNext()
    if ('failure' in answer) {
      const error = storeFailed(answer.failure)
      for (const waiter of waiters) waiter.reject(error)
      return
    }
    onCommit({ transactions: waiters.length, commitMs: answer.commitMs })
    for (const [index, waiter] of waiters.entries()) settleOne(waiter, answer.outcomes[index])
  }

  function fail(cause: unknown): void {
    dead = storeFailed({ code: 'writer-ended', message: 'the writer thread ended' }, cause)
    for (const waiter of [...inFlight.splice(0), ...queue.splice(0)]) waiter.reject(dead)
  }

  thread.on('message', settle)
  thread.on('error', fail)
  const exited = once(thread, 'exit').then(() => fail(undefined))

  return {
    write: transaction =>
      new Promise((resolve, reject) => {
        if (dead !== undefined) return reject(dead)
        queue.push({ transaction, resolve, reject })
        // One turn of the event loop gathers into the first batch, instead of a batch of one.
        if (queue.length === 1 && inFlight.length === 0) setImmediate(sendNext)
      }),
    depth: () => queue.length + inFlight.length,
    close: async () => {
      while (queue.length + inFlight.length > 0) await new Promise(resolve => setImmediate(resolve))
      thread.postMessage('close')
      await exited
    },
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
