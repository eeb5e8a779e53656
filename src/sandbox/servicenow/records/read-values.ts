import type { FieldGate } from '../access'
import { formatTime, readUserTime } from '../format-time'
import type { Instance } from '../instance'
import { readObject } from '../read-object'
import { maxLengthOf, typeOf } from '../tables/column-type'
import { JOURNALS, type Row, type Table } from '../tables/table'
import { findByText } from './find-by-text'

export interface Values {
  fields: Row
  /** New entries, by journal. */
  journals: Row
}

export interface Write {
  body: unknown
  /** Columns that it closes are ignored; undefined opens all. */
  gate?: FieldGate
  /** Values are as people read them: labels, names, times of the user's zone. */
  isDisplayed?: boolean
}

/**
 * What a write may set: unknown columns, system columns, closed columns and nested values are ignored without a word,
 * numbers and booleans become strings, null and the empty string clear; a choice cannot be cleared. What is longer than
 * its column is cut. Of several records only the first counts.
 */
export function readValues(instance: Instance, table: Table, { body, gate, isDisplayed = false }: Write): Values {
  const fields: Row = {}
  const journals: Row = {}
  for (const [column, value] of Object.entries(readObject(Array.isArray(body) ? body[0] : body))) {
    const isKnown = table.columns.includes(column) && !column.startsWith('sys_')
    const isOpen = isKnown && (gate === undefined || gate(table, column))
    if (!isOpen || (typeof value === 'object' && value !== null)) continue
    const given = value === null ? '' : String(value)
    const text = isDisplayed ? readDisplayed(instance, { table, column }, given) : given
    if (JOURNALS.includes(column)) journals[column] = text
    else if (text !== '' || !Object.hasOwn(table.choices, column)) fields[column] = text.slice(0, maxLengthOf(column))
  }
  return { fields, journals: Object.fromEntries(Object.entries(journals).filter(([, text]) => text !== '')) }
}

function readDisplayed(instance: Instance, { table, column }: { table: Table; column: string }, text: string): string {
  const type = typeOf(table, column)
  if (type === 'glide_date_time') {
    const ms = readUserTime(text)
    return ms === undefined ? text : formatTime(ms)
  }
  if (type === 'reference') return findByText(instance, table.references[column] ?? '', text) ?? text
  const choice = Object.entries(table.choices[column] ?? {}).find(([, label]) => label === text)
  return choice?.[0] ?? text
}
