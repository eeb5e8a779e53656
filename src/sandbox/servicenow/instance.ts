import type { AccessRule } from './access-rule'
import { listDictionaryRows } from './tables/dictionary'
import { type Additions, listTables, listTransformMaps } from './tables/list-tables'
import { createRowStore, type RowStore } from './tables/row-store'
import { listSeedRows } from './tables/seed'
import type { TransformMap } from './tables/staging'
import type { Row, Table } from './tables/table'

/** Who calls: a row of sys_user, and what it may. */
export interface Account {
  name: string
  sysId: string
  roles: readonly string[]
}

/** All that the instance holds. */
export interface Instance {
  /** Where it listens, once it does. */
  url: string
  /** The password of every account. */
  readonly password: string
  readonly maps: readonly TransformMap[]
  now(): number
  listTables(): Table[]
  /** Undefined where there is no such table. */
  findTable(name: string): Table | undefined
  /** In the order of their creation; those of a table that others extend are theirs. */
  listRows(table: string): Row[]
  countRows(table: string): number
  findRow(table: string, sysId: string): Row | undefined
  /** Those with this value, or undefined where only a look at all of them tells. */
  findRowsBy(table: string, column: string, value: string): Row[] | undefined
  /** Those updated at `time` or later. */
  findRowsSince(table: string, time: string): Row[]
  putRow(table: string, row: Row): void
  dropRow(table: string, sysId: string): void
  /** Undefined where there is none, or none that may log in. */
  findAccount(name: string): Account | undefined
  /** What administrators added to the platform's own access rules; the last one that fits counts. */
  rules(): readonly AccessRule[]
  addRule(rule: AccessRule): void
  /** `INC0010001`, `INC0010002` … */
  nextNumber(prefix: string): string
  clear(): void
}

export interface InstanceSettings extends Additions {
  password: string
  /** Of the integration user. */
  roles: readonly string[]
  rules: readonly AccessRule[]
  now: () => number
}

export function createInstance(settings: InstanceSettings): Instance {
  const tables = new Map(listTables(settings).map(table => [table.name, table]))
  const numbers = createNumbers()
  const stores = createStores([...tables.values()])
  let rules = [...settings.rules]
  const clear = () => {
    numbers.clear()
    rules = [...settings.rules]
    stores.clear()
    const all = [...tables.values()]
    for (const { table, row } of [...listSeedRows(all, settings.roles), ...listDictionaryRows(all)]) {
      stores.of(table)[0]?.put(row)
    }
  }
  clear()
  const instance: Instance = {
    url: '',
    password: settings.password,
    maps: listTransformMaps(settings),
    now: settings.now,
    listTables: () => [...tables.values()],
    findTable: name => tables.get(name),
    listRows: table => join(stores.of(table).map(store => store.all())),
    countRows: table => stores.of(table).reduce((sum, store) => sum + store.count(), 0),
    findRow: (table, sysId) => firstOf(stores.of(table), store => store.find(sysId)),
    findRowsBy: (table, column, value) => {
      const found = stores.of(table).map(store => store.findBy(column, value))
      return found.includes(undefined) ? undefined : join(found.map(rows => rows ?? []))
    },
    findRowsSince: (table, time) => join(stores.of(table).map(store => store.findSince(time))),
    putRow: (table, row) => {
      numbers.note(row.number ?? '')
      stores.of(table)[0]?.put(row)
    },
    dropRow: (table, sysId) => {
      for (const store of stores.of(table)) store.drop(sysId)
    },
    findAccount: name => findAccount(instance, name),
    rules: () => rules,
    addRule: rule => {
      rules.push(rule)
    },
    nextNumber: numbers.next,
    clear,
  }
  return instance
}

interface Stores {
  /** The table's own, or those of the tables that extend it. */
  of(table: string): RowStore[]
  clear(): void
}

function createStores(tables: Table[]): Stores {
  const parents = new Set(tables.map(({ parent }) => parent))
  const own = new Map(tables.filter(({ name }) => !parents.has(name)).map(({ name }) => [name, createRowStore()]))
  const parts = new Map(
    tables.map(({ name }) => {
      const names = parents.has(name) ? tables.filter(({ parent }) => parent === name).map(child => child.name) : [name]
      return [name, names.flatMap(part => own.get(part) ?? [])]
    }),
  )
  return {
    of: table => parts.get(table) ?? [],
    clear: () => {
      for (const store of own.values()) store.clear()
    },
  }
}

function join(lists: Row[][]): Row[] {
  const [only] = lists
  return lists.length === 1 && only !== undefined ? only : lists.flat()
}

function firstOf<Item>(stores: RowStore[], look: (store: RowStore) => Item | undefined): Item | undefined {
  for (const store of stores) {
    const found = look(store)
    if (found !== undefined) return found
  }
  return undefined
}

function findAccount(instance: Instance, name: string): Account | undefined {
  const [row] = instance.findRowsBy('sys_user', 'user_name', name) ?? []
  if (row === undefined || row.active === 'false' || row.locked_out === 'true') return undefined
  const held = instance.findRowsBy('sys_user_has_role', 'user', row.sys_id ?? '') ?? []
  const roles = held.map(({ role = '' }) => instance.findRow('sys_user_role', role)?.name ?? '')
  return { name, sysId: row.sys_id ?? '', roles }
}

interface Numbers {
  next(prefix: string): string
  /** Goes on after a number that came from elsewhere. */
  note(number: string): void
  clear(): void
}

function createNumbers(): Numbers {
  const last = new Map<string, number>()
  return {
    next: prefix => {
      const next = (last.get(prefix) ?? 10_000) + 1
      last.set(prefix, next)
      return `${prefix}${String(next).padStart(7, '0')}`
    },
    note: number => {
      const [, prefix = '', digits = ''] = /^([A-Z]+)(\d{1,12})$/.exec(number) ?? []
      if (digits !== '') last.set(prefix, Math.max(last.get(prefix) ?? 10_000, Number(digits)))
    },
    clear: () => last.clear(),
  }
}
