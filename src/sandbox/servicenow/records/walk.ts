import type { Instance } from '../instance'
import type { Row, Table } from '../tables/table'

/** A column, possibly of a record that is referred to. */
export interface Target {
  table: Table
  column: string
  /** Empty where a reference on the way is. */
  read(row: Row): string
  /** The record that holds the column. */
  follow(row: Row): Row | undefined
}

/** Follows `caller_id.name`; undefined where a name on the way is no column or no reference. */
export function walkTo(instance: Instance, table: Table, path: string): Target | undefined {
  const dot = path.indexOf('.')
  const column = dot < 0 ? path : path.slice(0, dot)
  if (!table.columns.includes(column)) return undefined
  if (dot < 0) return { table, column, read: row => row[column] ?? '', follow: row => row }
  const referred = instance.findTable(table.references[column] ?? '')
  const rest = referred && walkTo(instance, referred, path.slice(dot + 1))
  if (referred === undefined || rest === undefined) return undefined
  const follow = (row: Row) => {
    const next = instance.findRow(referred.name, row[column] ?? '')
    return next && rest.follow(next)
  }
  return { table: rest.table, column: rest.column, follow, read: row => follow(row)?.[rest.column] ?? '' }
}

/** The same column as people read it where it is a reference: what the record that is referred to shows of itself. */
export function walkToShown(instance: Instance, target: Target): Target {
  const referred = instance.findTable(target.table.references[target.column] ?? '')
  if (referred === undefined) return target
  const read = (row: Row) => instance.findRow(referred.name, target.read(row))?.[referred.displayColumn] ?? ''
  return { ...target, read }
}
