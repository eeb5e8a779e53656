import type { Json, JsonObject } from './json'
import { createTableIndexes, type IndexKeys, NO_IDS } from './table-index'

/** One object as SOAR keeps it: the record of the wire, `data` included. */
export type Row = JsonObject & { id: number }

/** The objects of one kind, by id and by their indexes: no look-up walks the table, however large it is. */
export interface Table {
  find(id: number): Row | undefined
  /** In the order of their ids. */
  rows(): Iterable<Row>
  /** The ids under `key` of an index, or null where there is no such index. */
  lookUp(index: string, key: Json): ReadonlySet<number> | null
  insert(fields: JsonObject): Row
  update(row: Row, changes: JsonObject): void
  remove(id: number): void
  readonly nextId: number
  /** Replaces everything by `rows`. */
  load(rows: readonly Row[], nextId?: number): void
}

export function createTable(keys: IndexKeys = {}): Table {
  const byId = new Map<number, Row>()
  const indexes = createTableIndexes(keys)
  let nextId = 1
  const enter = (row: Row): void => {
    byId.set(row.id, row)
    indexes.enter(row)
  }
  return {
    find: id => byId.get(id),
    rows: () => byId.values(),
    lookUp(index, key) {
      if (index === 'id') return typeof key === 'number' && byId.has(key) ? new Set([key]) : NO_IDS
      return indexes.lookUp(index, key)
    },
    insert(fields) {
      const row: Row = { ...fields, id: nextId }
      nextId += 1
      enter(row)
      return row
    },
    update(row, changes) {
      indexes.leave(row)
      Object.assign(row, changes)
      enter(row)
    },
    remove(id) {
      const row = byId.get(id)
      if (row !== undefined) indexes.leave(row)
      byId.delete(id)
    },
    get nextId() {
      return nextId
    },
    load(rows, next = 1) {
      byId.clear()
      indexes.clear()
      for (const row of [...rows].sort((a, b) => a.id - b.id)) enter({ ...row })
      nextId = rows.reduce((highest, row) => Math.max(highest, row.id + 1), next)
    },
  }
}
