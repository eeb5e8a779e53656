import type { SandboxClock } from './clock'

/** What is still to happen, in the order of its time, however far the clock jumps. */
export interface Agenda {
  /** Epoch milliseconds; within an entry the time it was due, so that what comes late is stamped as if it came in time. */
  now(): number
  /** Never acts at once: what is due already waits for the clock's next turn. The answer takes the entry off. */
  after(ms: number, act: () => void): () => void
  callOff(): void
}

interface Entry {
  at: number
  act(): void
}

export function createAgenda(clock: SandboxClock): Agenda {
  let entries: Entry[] = []
  let acting: number | null = null
  let cancelWake = (): void => undefined
  const now = (): number => acting ?? clock.now()

  const takeNext = (): Entry | undefined => {
    const next = entries[0]
    return next === undefined || next.at > clock.now() ? undefined : entries.shift()
  }
  const arm = (): void => {
    cancelWake()
    const next = entries[0]
    cancelWake = next === undefined ? () => undefined : clock.after(Math.max(0, next.at - clock.now()), wake)
  }
  function wake(): void {
    for (let entry = takeNext(); entry !== undefined; entry = takeNext()) {
      acting = entry.at
      entry.act()
    }
    acting = null
    arm()
  }

  return {
    now,
    after(ms, act) {
      const entry = { at: now() + Math.max(0, ms), act }
      const later = entries.findIndex(({ at }) => at > entry.at)
      entries.splice(later === -1 ? entries.length : later, 0, entry)
      if (acting === null) arm()
      return () => {
        entries = entries.filter(other => other !== entry)
      }
    },
    callOff() {
      entries = []
      cancelWake()
    },
  }
}
