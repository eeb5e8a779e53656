import type { AccessRule, Operation } from './access-rule'
import type { Account, Instance } from './instance'
import type { Row, Table } from './tables/table'

/** One thing an account wants to do. */
export interface Wish {
  table: Table
  operation: Operation
}

/** Columns that need more than their table does. */
const FIELD_RULES: AccessRule[] = (['read', 'write'] as const).map(operation => ({
  table: 'sn_si_incident',
  field: 'secure_notes',
  operation,
  roles: ['sn_si.analyst', 'sn_si.manager', 'sn_si.admin'],
}))

/** Whether the table's own rules allow it. Tickets need their table's role; security incidents hide even from administrators. */
export function mayDo(instance: Instance, account: Account, { table, operation }: Wish): boolean {
  const rule = findRule(instance, table, rule => rule.field === undefined && rule.operation === operation)
  const usual = operation === 'read' ? table.access.read : table.access.write
  return holdsOne(account, table, rule?.roles ?? usual)
}

/** Whether a column may be seen or set, its table being open. What may not be seen is left out without a word. */
export type FieldGate = (table: Table, field: string) => boolean

/** For one request: each column is looked up once. */
export function createFieldGate(instance: Instance, account: Account, operation: 'read' | 'write'): FieldGate {
  const known = new Map<string, boolean>()
  return (table, field) => {
    const key = `${table.name}.${field}`
    const rule = known.has(key)
      ? undefined
      : findRule(instance, table, rule => rule.field === field && rule.operation === operation)
    const isOpen = known.get(key) ?? (rule === undefined || holdsOne(account, table, rule.roles))
    known.set(key, isOpen)
    return isOpen
  }
}

/** A journal entry or an attachment is as visible as its record; a record of an extended table as that one says. */
export function maySeeRow(instance: Instance, account: Account, { table, row }: { table: Table; row: Row }): boolean {
  const may = (name: string) => {
    const owner = instance.findTable(name)
    return owner !== undefined && mayDo(instance, account, { table: owner, operation: 'read' })
  }
  if (!may(table.name)) return false
  if (table.name === 'sys_journal_field') return may(row.name ?? '')
  if (table.name === 'sys_attachment') return may(row.table_name ?? '')
  return table.name !== 'task' || may(row.sys_class_name ?? '')
}

/** The last rule of the administrators that fits, for the table or for the one it extends; else the platform's. */
function findRule(instance: Instance, table: Table, fits: (rule: AccessRule) => boolean): AccessRule | undefined {
  const rules = [...FIELD_RULES, ...instance.rules()].filter(fits)
  const own = rules.findLast(rule => rule.table === table.name)
  return own ?? rules.findLast(rule => rule.table === table.parent)
}

function holdsOne(account: Account, table: Table, wanted: readonly string[]): boolean {
  if (wanted.includes('*')) return true
  if (account.roles.includes('admin') && !table.name.startsWith('sn_si_')) return true
  return account.roles.some(held => wanted.some(role => (role.endsWith('.') ? held.startsWith(role) : held === role)))
}
