import type { FieldGate } from '../access'
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
  /** Columns that it closes are left out; undefined opens all. */
  gate?: FieldGate
}

/** Values and reference objects, by column. */
export type Shown = Record<string, unknown>

export const RAW: RenderOptions = { display: 'false', excludeLinks: false }

/** A record as the Table API shows it; names that are no columns are left out in silence. */
export function renderRow(instance: Instance, table: Table, view: { row: Row; options: RenderOptions }): Shown {
  return createRowRenderer(instance, table, view.options)(view.row)
}

/** The same for many records of one table. */
export function createRowRenderer(instance: Instance, table: Table, options: RenderOptions): (row: Row) => Shown {
  const { gate } = options
  const targets = (options.fields ?? table.columns).flatMap(name => {
    const target = walkTo(instance, table, name)
    const isOpen = target !== undefined && (gate === undefined || gate(target.table, target.column))
    return isOpen ? [{ name, target }] : []
  })
  return row => {
    const shown: Shown = {}
    for (const { name, target } of targets) {
      const holder = target.follow(row)
      const cell = { table: target.table, column: target.column, row: holder ?? {} }
      shown[name] = holder === undefined ? '' : renderValue(instance, cell, options)
    }
    return shown
  }
}

interface Cell {
  table: Table
  column: string
  row: Row
}

function renderValue(instance: Instance, cell: Cell, { display, excludeLinks }: RenderOptions): unknown {
  const value = cell.row[cell.column] ?? ''
  const address = value === '' || excludeLinks ? undefined : linkTo(cell, value)
  const link = address === undefined ? undefined : { link: `${instance.url}/api/now/table/${address}` }
  const shown = display === 'false' ? value : displayValue(instance, cell, value)
  if (display === 'all') return { display_value: shown, value, ...link }
  if (link === undefined) return shown
  return display === 'true' ? { display_value: shown, ...link } : { ...link, value }
}

/** The dictionary refers to types and tables by their name. */
function linkTo({ table, column }: Cell, value: string): string | undefined {
  const target = table.references[column]
  if (target === undefined) return undefined
  return table.name === 'sys_dictionary' ? `${target}?name=${value}` : `${target}/${value}`
}

function displayValue(instance: Instance, { table, column, row }: Cell, value: string): string {
  if (column === 'comments_and_work_notes') return renderJournal(instance, row, JOURNALS)
  if (JOURNALS.includes(column)) return renderJournal(instance, row, [column])
  const target = instance.findTable(table.references[column] ?? '')
  if (target) return showRecord(instance, target, value)
  return table.choices[column]?.[value] ?? displayTime(value)
}

/** What stands for a record that is referred to; that can be a reference in its turn. */
function showRecord(instance: Instance, table: Table, sysId: string): string {
  const row = instance.findRow(table.name, sysId)
  const value = row?.[table.displayColumn]
  if (row === undefined || value === undefined) return sysId
  const next = instance.findTable(table.references[table.displayColumn] ?? '')
  return next === undefined ? value : (instance.findRow(next.name, value)?.[next.displayColumn] ?? value)
}
