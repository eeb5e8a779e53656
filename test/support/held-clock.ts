import type { Clock } from '../../src/domain/clock'
import { createSystemClock } from '../../src/system-clock'
import { waitUntil } from './wait-until'

/** The machine's time, but for timers that the test lets go off itself. */
export interface HeldClock extends Clock {
  /** Lets the timers of this length go off once there are `count`, and resolves when as many wait again: what they started is over. */
  fire(ms: number, count: number): Promise<void>
}

/** Holds timers of exactly these lengths. */
export function createHeldClock(held: readonly number[]): HeldClock {
  const clock = createSystemClock()
  const waiting = new Map(held.map(ms => [ms, new Set<() => void>()]))
  return {
    now: clock.now,
    after(ms, callback) {
      const timers = waiting.get(ms)
      if (timers === undefined) return clock.after(ms, callback)
      timers.add(callback)
      return () => timers.delete(callback)
    },
    async fire(ms, count) {
      const timers = waiting.get(ms) ?? new Set()
      await waitUntil(`${count} wait`, () => timers.size === count)
      const due = [...timers]
      timers.clear()
      for (const callback of due) callback()
      await waitUntil(`${count} wait again`, () => timers.size === count)
    },
  }
}
