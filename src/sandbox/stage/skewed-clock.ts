import { AsyncLocalStorage } from 'node:async_hooks'

/** The system's own clock, which can be wrong for a while. */
export interface SkewedClock {
  /** In milliseconds since the epoch, as the system believes. */
  now(): number
  /** So far off is the clock for all that `act` does, now and later. */
  during(skewMs: number, act: () => void): void
}

export function createSkewedClock(readTime: () => number): SkewedClock {
  const skew = new AsyncLocalStorage<number>()
  return {
    now: () => readTime() + (skew.getStore() ?? 0),
    during: (skewMs, act) => skew.run(skewMs, act),
  }
}
