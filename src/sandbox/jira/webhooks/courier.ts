import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Ledger } from '../../stage/ledger'
import type { Random } from '../../stage/random'
import { createShuffler } from './shuffler'

/** One webhook on its way to one receiver. */
export interface Delivery {
  url: string
  /** Sent as it is at every attempt, so that a signature over it stays good. */
  body: Uint8Array
  headers: Record<string, string>
  /** The event's name, for the ledger. */
  event: string
  isRetried: boolean
}

export interface Courier {
  /** Takes the delivery and returns at once. */
  send(delivery: Delivery): void
  pending(): number
  /** Resolves when nothing is on its way, retries included. */
  idle(): Promise<void>
  /** Drops what is on its way. */
  stop(): Promise<void>
}

export interface CourierParts {
  ledger: Ledger
  random: Random
  /** Mean pause before a retry; the vendor's is minutes. */
  retryDelayMs: number
  /** Deliveries made at once overtake each other, in an order of the seed. */
  shuffle: boolean
}

const MAX_RETRIES = 5
const RETRIED_STATUSES = new Set([408, 409, 425, 429])
/** Jira sends so many at a time to one host. */
const CONCURRENCY = 20
const ANSWER_TIMEOUT_MS = 20_000

export function createCourier(parts: CourierParts): Courier {
  const { random, shuffle } = parts
  const underway = new Set<Promise<void>>()
  const gate = createGate(CONCURRENCY)
  let stopper = createStopper()
  const start = (delivery: Delivery) => {
    const settled = deliver({ parts, gate, signal: stopper.signal }, delivery).finally(() => underway.delete(settled))
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
  parts: CourierParts
  gate: Gate
  signal: AbortSignal
}

async function deliver(trip: Trip, delivery: Delivery): Promise<void> {
  const { ledger, random, retryDelayMs } = trip.parts
  for (let attempt = 1; ; attempt++) {
    const status = await trip.gate(() => post(delivery, attempt, trip.signal))
    if (trip.signal.aborted) return
    ledger.note('webhook.pushed', { url: delivery.url, event: delivery.event, status, attempt })
    const isSettled = status !== null && status < 500 && !RETRIED_STATUSES.has(status)
    if (isSettled || !delivery.isRetried || attempt > MAX_RETRIES) return
    const waitMs = retryDelayMs * (0.5 + random.next())
    await pause(waitMs, undefined, { signal: trip.signal, ref: false }).catch(() => undefined)
  }
}

/** The answer's status, or null where none came. */
async function post(delivery: Delivery, attempt: number, signal: AbortSignal): Promise<number | null> {
  if (signal.aborted) return null
  const retry = attempt > 1 ? { 'X-Atlassian-Webhook-Retry': String(attempt - 1) } : {}
  try {
    const answer = await fetch(delivery.url, {
      method: 'POST',
      headers: { ...delivery.headers, ...retry },
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
