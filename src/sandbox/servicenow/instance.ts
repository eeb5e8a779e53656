import { INCIDENT } from './tables/incident'
import { SECURITY_INCIDENT } from './tables/security-incident'
import { listSeedRows } from './tables/seed'
import { SUPPORT_TABLES } from './tables/support'
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
  now(): number
  /** Undefined where there is no such table. */
  findTable(name: string): Table | undefined
  /** In the order of their creation. */
  listRows(table: string): Row[]
  findRow(table: string, sysId: string): Row | undefined
  putRow(table: string, row: Row): void
  dropRow(table: string, sysId: string): void
  findAccount(name: string): Account | undefined
  /** `INC0010001`, `INC0010002` … */
  nextNumber(prefix: string): string
  snapshot(): InstanceState
  /** Replaces everything by a snapshot. */
  load(state: InstanceState): void
  clear(): void
}

/** What an instance holds beside its settings, as JSON. */
export interface InstanceState {
  /** Rows by table, in the order of their creation. */
  records: Record<string, Row[]>
  /** The last number by prefix. */
  numbers: [string, number][]
}

export interface InstanceSettings {
  password: string
  /** Of the integration user. */
  roles: readonly string[]
  now: () => number
}

/** The account of whoever integrates. */
export const BOT_NAME = 'soarbridge'

/** People: one of the security team, one who must not see its tickets. */
const PEOPLE_ROLES: Record<string, readonly string[]> = {
  'abel.tuter': ['itil', 'sn_si.analyst'],
  'beth.anglin': ['itil'],
}

export function createInstance(settings: InstanceSettings): Instance {
  const tickets = [INCIDENT, SECURITY_INCIDENT]
  const tables = new Map([...tickets, ...SUPPORT_TABLES].map(table => [table.name, table]))
  const rows = new Map<string, Map<string, Row>>()
  const numbers = new Map<string, number>()
  const listRows = (table: string) => [...(rows.get(table)?.values() ?? [])]
  const clear = () => {
    numbers.clear()
    for (const name of tables.keys()) rows.set(name, new Map())
    for (const { table, row } of listSeedRows(tickets)) rows.get(table)?.set(String(row.sys_id), row)
  }
  clear()
  return {
    url: '',
    password: settings.password,
    now: settings.now,
    findTable: name => tables.get(name),
    listRows,
    findRow: (table, sysId) => rows.get(table)?.get(sysId),
    putRow: (table, row) => rows.get(table)?.set(String(row.sys_id), row),
    dropRow: (table, sysId) => rows.get(table)?.delete(sysId),
    findAccount: name => {
      const row = listRows('sys_user').find(({ user_name }) => user_name === name)
      const roles = name === BOT_NAME ? settings.roles : (PEOPLE_ROLES[name] ?? [])
      return row && { name, sysId: String(row.sys_id), roles }
    },
    nextNumber: prefix => {
      const next = (numbers.get(prefix) ?? 10_000) + 1
      numbers.set(prefix, next)
      return `${prefix}${String(next).padStart(7, '0')}`
    },
    snapshot: () => ({
      records: Object.fromEntries([...tables.keys()].map(name => [name, listRows(name)])),
      numbers: [...numbers],
    }),
    load: state => {
      clear()
      for (const [name, loaded] of Object.entries(state.records)) {
        if (tables.has(name)) rows.set(name, new Map(loaded.map(row => [String(row.sys_id), row])))
      }
      for (const [prefix, last] of state.numbers) numbers.set(prefix, last)
    },
    clear,
  }
}
