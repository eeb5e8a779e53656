import type { Clock } from '../domain/clock'
import { createLoop } from './loop'

/** Carries on with what histories are to be read. */
export interface BackfillRunner {
  start(): void
  /** There is one more. */
  wake(): void
  /** Resolves when what runs has stopped where it stands. */
  stop(): Promise<void>
}

/** While one waits for its connections. */
const waitingMs = 500
const idleMs = 60_000

/** `run` carries on as far as it can, never raises, and answers whether anything is left. */
export function createBackfillRunner({ clock, run }: { clock: Clock; run(): Promise<boolean> }): BackfillRunner {
  let isLeft = false
  const loop = createLoop({
    clock,
    pauseMs: () => (isLeft ? waitingMs : idleMs),
    isOpen: () => true,
    look: async () => {
      isLeft = await run()
    },
  })
  return { start: loop.wake, wake: loop.wake, stop: loop.stop }
}
