import type { Clock } from './domain/clock'

/** setTimeout fires at once beyond this. */
const longestTimerMs = 2 ** 31 - 1

/** The machine's time; the only place that reads it. `keepsAlive`: the process waits for its timers, as a command does that has nothing else to wait for. */
export function createSystemClock({ keepsAlive = false }: { keepsAlive?: boolean } = {}): Clock {
  return {
    now: () => Date.now(),
    after: (ms, callback) => {
      const timer = setTimeout(callback, Math.min(Math.max(0, ms), longestTimerMs))
      if (!keepsAlive) timer.unref()
      return () => clearTimeout(timer)
    },
  }
}
