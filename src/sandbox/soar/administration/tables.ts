import { createTable, type Table } from '../table'
import type { IndexKeys } from '../table-index'

/** Who works here, with what and by which words. */
export interface AdministrationTables {
  user: Table
  /** Passwords and tokens, one row a user. */
  credential: Table
  role: Table
  asset: Table
  tenant: Table
  severity: Table
  status: Table
  label: Table
  audit: Table
}

export function createAdministrationTables(): AdministrationTables {
  const byName = { name: byKey('name') }
  return {
    user: createTable({ username: byKey('username') }),
    credential: createTable({ user: byKey('user'), key: byKey('key') }),
    role: createTable(byName),
    asset: createTable(byName),
    tenant: createTable(),
    severity: createTable(),
    status: createTable(),
    label: createTable(byName),
    audit: createTable(),
  }
}

const byKey =
  (name: string): IndexKeys[string] =>
  row =>
    row[name] ?? null
