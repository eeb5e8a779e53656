import { maxLengthOf, typeOf } from './column-type'
import { type SeedRow, seedId, seedRow } from './seed'
import type { Table } from './table'

/** `sys_db_object` and `sys_dictionary`: what the instance tells of its tables. Inherited columns stand at the parent. */
export function listDictionaryRows(tables: readonly Table[]): SeedRow[] {
  return tables.flatMap(table => {
    const parent = tables.find(({ name }) => name === table.parent)
    const own = table.columns.filter(column => !parent?.columns.includes(column))
    return [
      seedRow('sys_db_object', table.name, {
        name: table.name,
        label: table.label,
        super_class: parent === undefined ? '' : seedId('sys_db_object', parent.name),
        number_ref: table.ticket?.prefix ?? '',
      }),
      seedRow('sys_dictionary', table.name, {
        ...{ name: table.name, column_label: table.label, internal_type: 'collection' },
        ...{ active: 'true', mandatory: 'false', read_only: 'false', display: 'false', primary: 'false' },
      }),
      ...own.map(column => describeColumn(table, column)),
    ]
  })
}

function describeColumn(table: Table, column: string): SeedRow {
  const type = typeOf(table, column)
  const isChoice = Object.hasOwn(table.choices, column)
  return seedRow('sys_dictionary', `${table.name}.${column}`, {
    name: table.name,
    element: column,
    column_label: labelOf(column),
    internal_type: type,
    max_length: String(maxLengthOf(column) ?? lengthOf(type)),
    mandatory: 'false',
    read_only: String(column.startsWith('sys_')),
    active: 'true',
    choice: isChoice ? '1' : '0',
    default_value: table.defaults[column] ?? '',
    display: String(column === table.displayColumn),
    primary: String(column === 'sys_id'),
    reference: table.references[column] ?? listedTable(type, column),
  })
}

function lengthOf(type: string): number {
  if (type === 'glide_list') return 4000
  return type === 'GUID' || type === 'reference' ? 32 : 40
}

/** What the ids of a list are of. */
function listedTable(type: string, column: string): string {
  if (type !== 'glide_list') return ''
  return column === 'group_list' ? 'sys_user_group' : 'sys_user'
}

function labelOf(column: string): string {
  const words = column.replace(/^sys_/, '').replaceAll('_', ' ').replace(/ id$/, '')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
