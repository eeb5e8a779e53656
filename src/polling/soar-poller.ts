import type { Clock } from '../domain/clock'
import { createLoop } from './loop'

/** Looks into each SOAR again and again, and at once where somebody says that there is news. */
export interface SoarPoller {
  start(): void
  /** There is news in this SOAR: it is looked at now, or once more after the look under way. */
  wake(soarConnection: string): void
  /** Takes up nothing more; resolves when what runs has ended. */
  stop(): Promise<void>
}

export interface SoarPollerParts {
  soarConnections: readonly string[]
  clock: Clock
  /** Between the end of one look and the next. */
  everyMs: number
  /** A paused one is left alone until it is back. */
  isOpen(soarConnection: string): boolean
  /** Looks once; never raises. */
  look(soarConnection: string): Promise<void>
}

/** One look at a time into each SOAR, so that a slow one keeps nobody else waiting. */
export function createSoarPoller(parts: SoarPollerParts): SoarPoller {
  const { clock, everyMs, isOpen, look } = parts
  const loops = new Map(
    parts.soarConnections.map(name => {
      const loop = createLoop({ clock, pauseMs: () => everyMs, isOpen: () => isOpen(name), look: () => look(name) })
      return [name, loop]
    }),
  )
  return {
    start: () => {
      for (const loop of loops.values()) loop.wake()
    },
    wake: name => loops.get(name)?.wake(),
    stop: async () => {
      await Promise.all([...loops.values()].map(loop => loop.stop()))
    },
  }
}
