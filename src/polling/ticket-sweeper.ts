import type { Clock } from '../domain/clock'
import { createLoop } from './loop'

/** Goes through each ticketing system again and again. */
export interface TicketSweeps {
  start(): void
  /** Takes up nothing more; resolves when what runs has ended. */
  stop(): Promise<void>
}

export interface TicketSweepsParts {
  ticketConnections: readonly string[]
  clock: Clock
  /** Between the end of one sweep and the next, give or take a tenth. */
  everyMs: number
  /** From 0 up to, not including, 1. */
  random(): number
  /** A paused one is left alone until it is back. */
  isOpen(connection: string): boolean
  /** Sweeps once; never raises. */
  sweep(connection: string): Promise<void>
}

/** How soon a paused one is looked at again: while it was away, webhooks may have been lost. */
const pausedMs = 5_000

/** One sweep at a time of each system. With jitter: bridges that started together need not all ask at once. */
export function createTicketSweeps(parts: TicketSweepsParts): TicketSweeps {
  const { clock, everyMs, random, isOpen, sweep } = parts
  const loops = parts.ticketConnections.map(name =>
    createLoop({
      clock,
      pauseMs: () => (isOpen(name) ? everyMs * (0.9 + 0.2 * random()) : Math.min(pausedMs, everyMs)),
      isOpen: () => isOpen(name),
      look: () => sweep(name),
    }),
  )
  return {
    start: () => {
      for (const loop of loops) loop.wake()
    },
    stop: async () => {
      await Promise.all(loops.map(loop => loop.stop()))
    },
  }
}
