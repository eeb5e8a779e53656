import type { Row } from './table'

/** The records of one table, found by what they hold. */
export interface RowStore {
  /** In the order of their creation. */
  all(): Row[]
  find(sysId: string): Row | undefined
  /** In the order of their creation, whatever the case of letters; undefined where the column has no index. */
  findBy(column: string, value: string): Row[] | undefined
  /** Those updated at `time` or later, in the order of their creation. */
  findSince(time: string): Row[]
  put(row: Row): void
  drop(sysId: string): void
  clear(): void
}

/** What people look records up by, and what ties them to each other. */
const INDEXED = [
  ...'number correlation_id user_name email name element_id table_sys_id sys_attachment'.split(' '),
  ...'task observable value user group parent sys_import_set sys_updated_on'.split(' '),
]

interface Entry {
  row: Row
  /** Place in the order of creation. */
  seq: number
}

export function createRowStore(): RowStore {
  const entries = new Map<string, Entry>()
  const indexes = createIndexes()
  const times = createTimes()
  let seq = 0
  return {
    all: () => Array.from(entries.values(), ({ row }) => row),
    find: sysId => entries.get(sysId)?.row,
    findBy: (column, value) => {
      const found = indexes.find(column, value)
      return found && inOrder([...found])
    },
    findSince: time => {
      const found: Entry[] = []
      for (const at of times.since(time)) {
        for (const entry of indexes.find('sys_updated_on', at) ?? []) found.push(entry)
      }
      return inOrder(found)
    },
    put: row => {
      const sysId = row.sys_id ?? ''
      const entry = entries.get(sysId) ?? { row, seq: ++seq }
      indexes.leave(entry, row)
      entry.row = row
      entries.set(sysId, entry)
      indexes.enter(entry)
      times.note(row.sys_updated_on ?? '')
    },
    drop: sysId => {
      const entry = entries.get(sysId)
      if (entry === undefined) return
      indexes.leave(entry, {})
      entries.delete(sysId)
    },
    clear: () => {
      entries.clear()
      indexes.clear()
      times.clear()
    },
  }
}

interface Indexes {
  enter(entry: Entry): void
  /** Out of those that will not hold it any more, when it becomes `next`. */
  leave(entry: Entry, next: Row): void
  /** Undefined where the column has no index. */
  find(column: string, value: string): Iterable<Entry> | undefined
  clear(): void
}

/** Columns that are empty are in no index. */
function createIndexes(): Indexes {
  const indexes = new Map(INDEXED.map(column => [column, new Map<string, Set<Entry>>()]))
  return {
    enter: entry => {
      for (const [column, index] of indexes) {
        const value = entry.row[column]?.toLowerCase()
        if (value) index.set(value, (index.get(value) ?? new Set()).add(entry))
      }
    },
    leave: (entry, next) => {
      for (const [column, index] of indexes) {
        const value = entry.row[column]
        const held = value && value !== next[column] ? index.get(value.toLowerCase()) : undefined
        held?.delete(entry)
        if (held?.size === 0) index.delete(value?.toLowerCase() ?? '')
      }
    },
    find: (column, value) => {
      const index = indexes.get(column)
      return index && (index.get(value.toLowerCase()) ?? [])
    },
    clear: () => {
      for (const index of indexes.values()) index.clear()
    },
  }
}

function inOrder(entries: Entry[]): Row[] {
  return entries.sort((a, b) => a.seq - b.seq).map(({ row }) => row)
}

interface Times {
  note(time: string): void
  /** Those at `time` or later that were ever noted. */
  since(time: string): string[]
  clear(): void
}

/** Times in order. They mostly come in order too, so that sorting is rare. */
function createTimes(): Times {
  const known = new Set<string>()
  let sorted: string[] = []
  let isSorted = true
  return {
    note: time => {
      if (known.has(time)) return
      isSorted &&= time > (sorted.at(-1) ?? '')
      known.add(time)
      sorted.push(time)
    },
    since: time => {
      if (!isSorted) sorted.sort()
      isSorted = true
      return sorted.slice(findFirst(sorted, time))
    },
    clear: () => {
      known.clear()
      sorted = []
      isSorted = true
    },
  }
}

/** Place of the first that is not before `time`. */
function findFirst(sorted: readonly string[], time: string): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < time) low = middle + 1
    else high = middle
  }
  return low
}
