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

/** One id stands for itself: a set for each of 100,000 keys would be most of what the sandbox keeps. */
type Entry = number | Set<number>

export function createTableIndexes(keys: IndexKeys): TableIndexes {
  const indexes = new Map(Object.entries(keys).map(([name, keyOf]) => [name, { keyOf, ids: new Map<Json, Entry>() }]))
  return {
    enter(row) {
      for (const { keyOf, ids } of indexes.values()) {
        const key = keyOf(row)
        const entry = ids.get(key)
        if (typeof entry === 'object') entry.add(row.id)
        else ids.set(key, entry === undefined ? row.id : new Set([entry, row.id]))
      }
    },
    leave(row) {
      for (const { keyOf, ids } of indexes.values()) {
        const key = keyOf(row)
        const entry = ids.get(key)
        if (typeof entry === 'object') entry.delete(row.id)
        if (entry === row.id || (typeof entry === 'object' && entry.size === 0)) ids.delete(key)
      }
    },
    lookUp(index, key) {
      const found = indexes.get(index)
      if (found === undefined) return null
      const entry = found.ids.get(key) ?? NO_IDS
      return typeof entry === 'object' ? entry : new Set([entry])
    },
    clear() {
      for (const { ids } of indexes.values()) ids.clear()
    },
  }
}
