import type { Clock } from '../domain/clock'

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
  const loops = new Map(parts.soarConnections.map(name => [name, createLoop(parts, name)]))
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

function createLoop({ clock, everyMs, isOpen, look }: SoarPollerParts, name: string) {
  let running: Promise<void> | undefined
  let isWanted = false
  let isStopped = false
  let cancel = () => {}
  const run = async () => {
    while (isWanted && !isStopped) {
      isWanted = false
      if (isOpen(name)) await look(name)
    }
  }
  const wake = () => {
    if (isStopped) return
    isWanted = true
    running ??= run().finally(() => {
      running = undefined
      cancel()
      if (isWanted) wake()
      else if (!isStopped) cancel = clock.after(everyMs, wake)
    })
  }
  return {
    wake,
    stop: async () => {
      isStopped = true
      cancel()
      await running
    },
  }
}
