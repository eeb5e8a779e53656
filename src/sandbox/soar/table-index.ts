import type { Json } from './json'
import type { Row } from './table'

/** What a row is found by, beside its id. */
export type IndexKeys = Record<string, (row: Row) => Json>

/** Finds rows by what they hold. */
export interface TableIndexes {
  enter(row: Row): void
  leave(row: Row): void
  /** The ids under `key`, or null where there is no such index. */
  lookUp(index: string, key: Json): ReadonlySet<number> | null
  clear(): void
}

export const NO_IDS: ReadonlySet<number> = new Set()

export function createTableIndexes(keys: IndexKeys): TableIndexes {
  const indexes = new Map(
    Object.entries(keys).map(([name, keyOf]) => [name, { keyOf, ids: new Map<Json, Set<number>>() }]),
  )
  return {
    enter(row) {
      for (const { keyOf, ids } of indexes.values()) {
        const key = keyOf(row)
        const entry = ids.get(key)
        if (entry === undefined) ids.set(key, new Set([row.id]))
        else entry.add(row.id)
      }
    },
    leave(row) {
      for (const { keyOf, ids } of indexes.values()) {
        const key = keyOf(row)
        const entry = ids.get(key)
        entry?.delete(row.id)
        if (entry?.size === 0) ids.delete(key)
      }
    },
    lookUp(index, key) {
      const found = indexes.get(index)
      return found === undefined ? null : (found.ids.get(key) ?? NO_IDS)
    },
    clear() {
      for (const { ids } of indexes.values()) ids.clear()
    },
  }
}
