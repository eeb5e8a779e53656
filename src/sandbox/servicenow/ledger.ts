export interface LedgerEntry {
  /** 1, 2, 3 … over both lists, so that effects and requests can be laid side by side. */
  seq: number
  /** ISO 8601, UTC. */
  time: string
  [detail: string]: unknown
}

/** What the sandbox did (effects) and was asked (requests), in order. */
export interface Ledger {
  note(effect: string, details: Record<string, unknown>): void
  /** The entry can still be completed when the request ends. */
  noteRequest(details: Record<string, unknown>): LedgerEntry
  effects(): LedgerEntry[]
  requests(): LedgerEntry[]
  clear(): void
}

export function createLedger(now: () => number): Ledger {
  let seq = 0
  let effects: LedgerEntry[] = []
  let requests: LedgerEntry[] = []
  const stamp = (details: Record<string, unknown>): LedgerEntry => ({
    seq: ++seq,
    time: new Date(now()).toISOString(),
    ...details,
  })
  return {
    note: (effect, details) => effects.push(stamp({ effect, ...details })),
    noteRequest: details => {
      const entry = stamp(details)
      requests.push(entry)
      return entry
    },
    effects: () => [...effects],
    requests: () => [...requests],
    clear: () => {
      seq = 0
      effects = []
      requests = []
    },
  }
}
