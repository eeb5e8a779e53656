import { SYSTEM_COLUMNS, type Table } from './table'

const PLAIN = { defaults: {}, references: {}, choices: {} }

/** What tickets refer to, and where journals and choices are kept: read only. */
export const SUPPORT_TABLES: Table[] = [
  {
    name: 'sys_user',
    columns: [...SYSTEM_COLUMNS, 'user_name', 'name', 'first_name', 'last_name', 'email', 'active', 'time_zone'],
    displayColumn: 'name',
    ...PLAIN,
  },
  { name: 'sys_user_group', columns: [...SYSTEM_COLUMNS, 'name', 'description'], displayColumn: 'name', ...PLAIN },
  {
    name: 'cmdb_ci',
    columns: [...SYSTEM_COLUMNS, 'name', 'fqdn', 'ip_address', 'sys_class_name'],
    displayColumn: 'name',
    ...PLAIN,
  },
  {
    name: 'sys_choice',
    columns: [...SYSTEM_COLUMNS, 'name', 'element', 'value', 'label', 'sequence', 'language', 'inactive'],
    displayColumn: 'label',
    ...PLAIN,
  },
  {
    name: 'sys_journal_field',
    columns: [...SYSTEM_COLUMNS, 'name', 'element', 'element_id', 'value'],
    displayColumn: 'value',
    ...PLAIN,
  },
]
