import { setMaxListeners } from 'node:events'
import type { Ledger } from '../../stage/ledger'
import type { Random } from '../../stage/random'
import { createShuffler } from './shuffler'

/** One push on its way to one receiver. */
export interface Delivery {
  url: string
  body: Uint8Array
  headers: Record<string, string>
  /** `insert`, `update` or `delete`, for the ledger. */
  event: string
}

/** Sends each push once; where it fails it is lost. */
export interface Courier {
  /** Takes the push and returns at once. */
  send(delivery: Delivery): void
  pending(): number
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>
  /** Drops what is on its way. */
  stop(): Promise<void>
}

export interface CourierParts {
  ledger: Ledger
  random: Random
  /** Pushes made at once overtake each other, in an order of the seed. */
  shuffle: boolean
}

/** Asynchronous business rules run in so many workers. */
const WORKERS = 8
const ANSWER_TIMEOUT_MS = 20_000

export function createCourier(parts: CourierParts): Courier {
  const { random, shuffle } = parts
  const underway = new Set<Promise<void>>()
  const gate = createGate(WORKERS)
  let stopper = createStopper()
  const start = (delivery: Delivery) => {
    const settled = deliver({ ledger: parts.ledger, gate, signal: stopper.signal }, delivery).finally(() =>
      underway.delete(settled),
    )
    underway.add(settled)
  }
  const shuffler = createShuffler(random, start)
  return {
    send: shuffle ? shuffler.hold : start,
    pending: () => underway.size + shuffler.held(),
    idle: async () => {
      while (underway.size + shuffler.held() > 0) {
        shuffler.release()
        await Promise.all(underway)
      }
    },
    stop: async () => {
      shuffler.drop()
      stopper.abort()
      await Promise.all(underway)
      stopper = createStopper()
    },
  }
}

/** As many listeners as there are deliveries underway: no leak to warn of. */
function createStopper(): AbortController {
  const stopper = new AbortController()
  setMaxListeners(0, stopper.signal)
  return stopper
}

interface Trip {
  ledger: Ledger
  gate: Gate
  signal: AbortSignal
}

async function deliver({ ledger, gate, signal }: Trip, delivery: Delivery): Promise<void> {
  const status = await gate(() => post(delivery, signal))
  const { url, event } = delivery
  if (!signal.aborted) ledger.note('webhook.pushed', { url, event, status, attempt: 1 })
}

/** The answer's status, or null where none came. A body of bytes carries no Content-Type of its own. */
async function post(delivery: Delivery, signal: AbortSignal): Promise<number | null> {
  if (signal.aborted) return null
  try {
    const answer = await fetch(delivery.url, {
      method: 'POST',
      headers: delivery.headers,
      body: delivery.body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return null
  }
}

type Gate = <Result>(task: () => Promise<Result>) => Promise<Result>

/** Lets so many tasks through at a time, the others in their order. */
function createGate(width: number): Gate {
  const waiting: (() => void)[] = []
  let free = width
  return async task => {
    if (free === 0) await new Promise<void>(resolve => waiting.push(resolve))
    else free--
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    }
  }
}
