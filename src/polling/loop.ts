import type { Clock } from '../domain/clock'

export interface LoopParts {
  clock: Clock
  /** Between the end of one look and the next. */
  pauseMs(): number
  /** Where it is not, this look is left out. */
  isOpen(): boolean
  /** Looks once; never raises. */
  look(): Promise<void>
}

/** One look at a time, again and again. */
export interface Loop {
  /** Looks now, or once more after the look under way. */
  wake(): void
  /** Takes up nothing more; resolves when what runs has ended. */
  stop(): Promise<void>
}

export function createLoop({ clock, pauseMs, isOpen, look }: LoopParts): Loop {
  let running: Promise<void> | undefined
  let isWanted = false
  let isStopped = false
  let cancel = () => {}
  const run = async () => {
    while (isWanted && !isStopped) {
      isWanted = false
      if (isOpen()) await look()
    }
  }
  const wake = () => {
    if (isStopped) return
    isWanted = true
    running ??= run().finally(() => {
      running = undefined
      cancel()
      if (isWanted) wake()
      else if (!isStopped) cancel = clock.after(pauseMs(), wake)
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
