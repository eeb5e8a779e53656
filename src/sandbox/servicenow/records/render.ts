import { displayTime } from '../format-time'
import type { Instance } from '../instance'
import { JOURNALS, type Row, type Table } from '../tables/table'
import { renderJournal } from './journal'
import { walkTo } from './walk'

export interface RenderOptions {
  display: 'false' | 'true' | 'all'
  excludeLinks: boolean
  /** Undefined shows every column. */
  fields?: string[]
}

/** Values and reference objects, by column. */
export type Shown = Record<string, unknown>

export const RAW: RenderOptions = { display: 'false', excludeLinks: false }

/** A record as the Table API shows it; names that are no columns are left out in silence. */
export function renderRow(instance: Instance, table: Table, view: { row: Row; options: RenderOptions }): Shown {
  const { row, options } = view
  const names = options.fields ?? table.columns
  const shown = names.flatMap(name => {
    const target = walkTo(instance, table, name)
    const holder = target?.follow(row)
    if (target === undefined) return []
    return [[name, holder === undefined ? '' : renderValue(instance, { ...target, row: holder }, options)]]
  })
  return Object.fromEntries(shown)
}

interface Cell {
  table: Table
  column: string
  row: Row
}

function renderValue(instance: Instance, cell: Cell, { display, excludeLinks }: RenderOptions): unknown {
  const value = cell.row[cell.column] ?? ''
  const target = cell.table.references[cell.column]
  const link =
    target && value !== '' && !excludeLinks ? { link: `${instance.url}/api/now/table/${target}/${value}` } : null
  const shown = display === 'false' ? value : displayValue(instance, cell, value)
  if (display === 'all') return { display_value: shown, value, ...link }
  if (link === null) return shown
  return display === 'true' ? { display_value: shown, ...link } : { ...link, value }
}

function displayValue(instance: Instance, { table, column, row }: Cell, value: string): string {
  if (column === 'comments_and_work_notes') return renderJournal(instance, row, JOURNALS)
  if (JOURNALS.includes(column)) return renderJournal(instance, row, [column])
  const target = instance.findTable(table.references[column] ?? '')
  if (target) return instance.findRow(target.name, value)?.[target.displayColumn] ?? value
  const isTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value)
  return table.choices[column]?.[value] ?? (isTime ? displayTime(value) : value)
}
