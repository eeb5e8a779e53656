import { readObject } from '../read-object'
import { JOURNALS, type Row, type Table } from '../tables/table'

export interface Values {
  fields: Row
  /** New entries, by journal. */
  journals: Row
}

/**
 * What a write may set: unknown columns, system columns and nested values are ignored without a word, numbers and
 * booleans become strings, null and the empty string clear; a choice cannot be cleared.
 */
export function readValues(table: Table, body: unknown): Values {
  const fields: Row = {}
  const journals: Row = {}
  for (const [column, value] of Object.entries(readObject(body))) {
    const isKnown = table.columns.includes(column) && !column.startsWith('sys_')
    if (!isKnown || (typeof value === 'object' && value !== null)) continue
    const text = value === null ? '' : String(value)
    if (JOURNALS.includes(column)) journals[column] = text
    else if (text !== '' || !Object.hasOwn(table.choices, column)) fields[column] = text
  }
  return { fields, journals: Object.fromEntries(Object.entries(journals).filter(([, text]) => text !== '')) }
}
