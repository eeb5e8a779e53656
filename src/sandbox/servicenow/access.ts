import type { Account, Instance } from './instance'
import type { Row, Table } from './tables/table'

/** Tickets need their table's role, to see and to write alike; `sn_si_incident` hides even from administrators. */
export function maySee(account: Account, table: Table): boolean {
  const role = table.ticket?.role
  if (role === undefined) return true
  return account.roles.some(held => (role.endsWith('.') ? held.startsWith(role) : held === role))
}

/** A journal entry is as visible as its ticket. */
export function maySeeRow(instance: Instance, account: Account, { table, row }: { table: Table; row: Row }): boolean {
  const owner = table.name === 'sys_journal_field' ? instance.findTable(String(row.name)) : table
  return owner !== undefined && maySee(account, owner)
}

export function mayWrite(account: Account, table: Table): boolean {
  return table.ticket !== undefined && maySee(account, table)
}
