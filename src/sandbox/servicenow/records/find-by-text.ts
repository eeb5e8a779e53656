import type { Instance } from '../instance'

/** Columns that name a record, in the order in which they are tried. */
const NAMES: Record<string, readonly string[]> = {
  sys_user: ['user_name', 'name', 'email'],
  cmdb_ci: ['name', 'fqdn', 'ip_address'],
}

/** sys_id of the record that a text names, or undefined: by sys_id, else by what such records are known by. */
export function findByText(instance: Instance, table: string, text: string): string | undefined {
  if (instance.findRow(table, text)) return text
  const shown = instance.findTable(table)?.displayColumn ?? 'name'
  for (const column of NAMES[table] ?? [shown]) {
    const rows =
      instance.findRowsBy(table, column, text) ?? instance.listRows(table).filter(row => row[column] === text)
    if (text !== '' && rows[0] !== undefined) return rows[0].sys_id
  }
  return undefined
}
