import type { Clock } from '../../src/domain/clock'

export interface ManualClock extends Clock {
  /** Moves time on and calls what is due. */
  advance(ms: number): void
}

/** A clock that stands still until the test moves it. */
export function createManualClock(start = Date.parse('2026-01-01T00:00:00Z')): ManualClock {
  let now = start
  const waiting = new Set<{ at: number; callback: () => void }>()
  return {
    now: () => now,
    after(ms, callback) {
      const entry = { at: now + ms, callback }
      waiting.add(entry)
      return () => waiting.delete(entry)
    },
    advance(ms) {
      now += ms
      for (const entry of [...waiting]) {
        if (entry.at > now || !waiting.delete(entry)) continue
        entry.callback()
      }
    },
  }
}
