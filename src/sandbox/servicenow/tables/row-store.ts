import type { Row } from './table'

/** The records of one table, found by what they hold. */
export interface RowStore {
  /** In the order of their creation. */
  all(): Row[]
  count(): number
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

type Index = Map<string, Set<Entry>>

export function createRowStore(): RowStore {
  const entries = new Map<string, Entry>()
  const indexes = new Map<string, Index>(INDEXED.map(column => [column, new Map()]))
  const times = createTimes()
  let seq = 0
  const leave = (entry: Entry, next: Row) => {
    for (const [column, index] of indexes) {
      const value = entry.row[column]
      if (value && value !== next[column]) leaveIndex(index, value.toLowerCase(), entry)
    }
  }
  const enter = (entry: Entry) => {
    for (const [column, index] of indexes) {
      const value = entry.row[column]
      if (value) enterIndex(index, value.toLowerCase(), entry)
    }
    times.note(entry.row.sys_updated_on ?? '')
  }
  const clear = () => {
    entries.clear()
    times.clear()
    for (const index of indexes.values()) index.clear()
  }
  return {
    all: () => Array.from(entries.values(), ({ row }) => row),
    count: () => entries.size,
    find: sysId => entries.get(sysId)?.row,
    findBy: (column, value) => {
      const index = indexes.get(column)
      return index && inOrder([...(index.get(value.toLowerCase()) ?? [])])
    },
    findSince: time => inOrder(times.since(time).flatMap(at => [...(indexes.get('sys_updated_on')?.get(at) ?? [])])),
    put: row => {
      const sysId = row.sys_id ?? ''
      const entry = entries.get(sysId) ?? { row, seq: ++seq }
      leave(entry, row)
      entry.row = row
      entries.set(sysId, entry)
      enter(entry)
    },
    drop: sysId => {
      const entry = entries.get(sysId)
      if (entry === undefined) return
      leave(entry, {})
      entries.delete(sysId)
    },
    clear,
  }
}

function inOrder(entries: Entry[]): Row[] {
  return entries.sort((a, b) => a.seq - b.seq).map(({ row }) => row)
}

function enterIndex(index: Index, value: string, entry: Entry): void {
  const held = index.get(value)
  if (held === undefined) index.set(value, new Set([entry]))
  else held.add(entry)
}

function leaveIndex(index: Index, value: string, entry: Entry): void {
  const held = index.get(value)
  held?.delete(entry)
  if (held?.size === 0) index.delete(value)
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
