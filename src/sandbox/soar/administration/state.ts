import type { JsonObject } from '../json'
import type { SoarSandboxOptions } from '../options'
import type { Row, Table } from '../table'
import { firstTokenOf } from './credentials'
import { seedAdministration } from './seed'
import type { AdministrationTables } from './tables'

/** The rows of each kind, and the id that comes next. */
export type AdministrationState = Readonly<Record<string, { rows: readonly JsonObject[]; next: number }>>

export function snapshotAdministration(tables: AdministrationTables): AdministrationState {
  return Object.fromEntries(
    listTables(tables).map(([name, table]) => [name, { rows: [...table.rows()], next: table.nextId }]),
  )
}

/** Replaces all; without a state by what `options` say. A token in the options stands in for the state's first one. */
export function loadAdministration(
  tables: AdministrationTables,
  options: SoarSandboxOptions,
  state: AdministrationState | undefined,
): void {
  seedAdministration(tables, options)
  if (state === undefined) return
  for (const [name, table] of listTables(tables)) {
    const kept = state[name]
    if (kept !== undefined) table.load(kept.rows.filter(hasId), kept.next)
  }
  const first = firstTokenOf(tables)
  if (options.token !== undefined && first !== undefined) tables.credential.update(first, { key: options.token })
}

function listTables(tables: AdministrationTables): [string, Table][] {
  const { user, credential, role, asset, tenant, severity, status, label, audit } = tables
  return Object.entries({ user, credential, role, asset, tenant, severity, status, label, audit })
}

function hasId(row: JsonObject): row is Row {
  return typeof row.id === 'number'
}
