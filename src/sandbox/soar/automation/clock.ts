/** Time as runs and approvals see it; tests hand in one that they move themselves. */
export interface SandboxClock {
  /** Epoch milliseconds. */
  now(): number
  /** Calls back once after `ms`; the answer cancels it. */
  after(ms: number, callback: () => void): () => void
}

/** setTimeout fires at once beyond this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export function createMachineClock(): SandboxClock {
  return {
    now: () => Date.now(),
    after(ms, callback) {
      const timer = setTimeout(callback, Math.min(Math.max(0, ms), LONGEST_TIMER_MS))
      timer.unref()
      return () => clearTimeout(timer)
    },
  }
}
