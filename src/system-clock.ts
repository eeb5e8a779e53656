import type { Clock } from './domain/clock'

/** setTimeout fires at once beyond this. */
const longestTimerMs = 2 ** 31 - 1

/** The machine's time; the only place that reads it. */
export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    after: (ms, callback) => {
      const timer = setTimeout(callback, Math.min(Math.max(0, ms), longestTimerMs))
      timer.unref()
      return () => clearTimeout(timer)
    },
  }
}
