import { AsyncLocalStorage } from 'node:async_hooks'

/** Something that happened to the data, or went out. */
export interface Effect {
  effect: string
  [detail: string]: unknown
}

/** One request as it came in, and what became of it. */
export interface ReceivedRequest {
  seq: number
  /** ISO 8601, UTC. */
  time: string
  method: string
  path: string
  query: string
  /** What was answered; null where the connection was dropped before an answer, or none came yet. */
  status: number | null
  /** The scenario that decided how the request ended, else the first that went with it. */
  scenario: string | null
  /** Names of what it brought about, in order. */
  effects: string[]
}

/** What tests read instead of looking inside: the latest effects and requests, each in order, numbered 1, 2, 3 … */
export interface Ledger {
  receive(request: { method: string; path: string; query: string }): ReceivedRequest
  /** What `act` brings about, now and later, counts as done by the request. */
  during(entry: ReceivedRequest, act: () => void): void
  note(effect: string, details: Record<string, unknown>): void
  /** Those with a higher number than `after`. */
  effects(after?: number): Effect[]
  requests(after?: number): ReceivedRequest[]
  clear(): void
}

/** So many of each are kept at least, and at most twice as many. */
const KEPT = 50_000

export function createLedger(now: () => number): Ledger {
  const current = new AsyncLocalStorage<ReceivedRequest>()
  const effects = createList<Effect & { seq: number }>()
  const requests = createList<ReceivedRequest>()
  const readTime = (): string => new Date(now()).toISOString()
  return {
    receive: request => requests.add(seq => ({ seq, time: readTime(), ...request, ...UNDECIDED, effects: [] })),
    during: (entry, act) => current.run(entry, act),
    note: (effect, details) => {
      const cause = current.getStore()
      cause?.effects.push(effect)
      effects.add(seq => ({ seq, time: readTime(), effect, ...details, request: cause?.seq ?? null }))
    },
    effects: effects.list,
    requests: requests.list,
    clear: () => {
      effects.clear()
      requests.clear()
    },
  }
}

const UNDECIDED = { status: null, scenario: null }

/** Only its latest entries stay, so that a sandbox can run for weeks. */
function createList<Entry extends { seq: number }>() {
  let last = 0
  let entries: Entry[] = []
  return {
    add: (write: (seq: number) => Entry): Entry => {
      last += 1
      const entry = write(last)
      entries.push(entry)
      if (entries.length > 2 * KEPT) entries = entries.slice(-KEPT)
      return entry
    },
    list: (after = 0) => entries.filter(({ seq }) => seq > after),
    clear: () => {
      last = 0
      entries = []
    },
  }
}
