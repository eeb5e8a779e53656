import type { AuditEntry } from '../domain/audit'
import type { Clock } from '../domain/clock'

/** Somebody who was turned away. */
export interface Denial {
  /** Of the account that was asked for, or of the connection. */
  tenant: string
  /** Id of the account where there is one, else `nobody`. */
  caller: string
  /** Of the contract, never an address as it came. */
  route: string
  status: number
  address: string
}

export interface Denials {
  note(denial: Denial): void
  /** Writes down what was noted so far. */
  flush(): Promise<void>
}

interface Parts {
  record(entries: readonly AuditEntry[]): Promise<unknown>
  clock: Clock
  onFailure(error: unknown): void
}

const minuteMs = 60_000
/** Different ones within a minute; the others become one for each tenant and route. */
const mostFolded = 1_000

/** Folds denials by caller, route and minute: a flood of them is a few rows, and nobody waits for their writing. */
export function createDenials({ record, clock, onFailure }: Parts): Denials {
  let folded = new Map<string, { denial: Denial; count: number }>()
  let cancel = () => {}

  const flush = async (): Promise<void> => {
    cancel()
    const entries = [...folded.values()].map(entryOf)
    folded = new Map()
    if (entries.length > 0) await record(entries)
  }

  return {
    note: denial => {
      if (folded.size === 0) cancel = clock.after(minuteMs, () => void flush().catch(onFailure))
      const own = keyOf(denial)
      const isOwn = folded.has(own) || folded.size < mostFolded
      const kept = isOwn ? denial : { ...denial, caller: 'many', address: 'many' }
      const key = isOwn ? own : keyOf(kept)
      folded.set(key, { denial: kept, count: (folded.get(key)?.count ?? 0) + 1 })
    },
    flush,
  }
}

function keyOf({ tenant, caller, route, status, address }: Denial): string {
  return JSON.stringify([tenant, caller, route, status, address])
}

function entryOf({ denial, count }: { denial: Denial; count: number }): AuditEntry {
  const { tenant, caller, route, status, address } = denial
  return { tenant, caller, action: 'access.denied', subject: route, detail: { status, address, count } }
}
