import type { Clock } from '../domain/clock'
import { createLoop } from './loop'

/** Carries on with what histories are to be read. */
export interface BackfillRunner {
  /** The bridge starts, or there is one more. */
  wake(): void
  /** Resolves when what runs has stopped where it stands. */
  stop(): Promise<void>
}

/** While one waits for its connections, or cannot be read on: longer each time, as long as nothing else comes. */
const firstWaitMs = 500
const longestWaitMs = 8_000
const idleMs = 60_000

/** `run` carries on as far as it can, never raises, and answers whether anything is left. */
export function createBackfillRunner({ clock, run }: { clock: Clock; run(): Promise<boolean> }): BackfillRunner {
  let waits = 0
  const loop = createLoop({
    clock,
    pauseMs: () => (waits === 0 ? idleMs : Math.min(longestWaitMs, firstWaitMs * 2 ** (waits - 1))),
    isOpen: () => true,
    look: async () => {
      waits = (await run()) ? waits + 1 : 0
    },
  })
  const wake = () => {
    waits = 0
    loop.wake()
  }
  return { wake, stop: loop.stop }
}
