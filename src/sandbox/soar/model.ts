import type { Json } from './json'
import type { Row, Table } from './table'

export type Kind = 'text' | 'number' | 'bool' | 'time' | 'json'

/** One column as a filter or a sort sees it. */
export interface Field {
  kind: Kind
  read(row: Row): Json
  /** The table's index that answers an exact look-up of this column. */
  index: string
  /** Where `column__other` goes on. */
  target?: () => Model
  /** Names another object, which `pretty` calls by its name. */
  isForeign?: true
}

/** One kind of object as the query language sees it. */
export interface Model {
  table: Table
  fields: ReadonlyMap<string, Field>
  /** Columns that a list shows with `include_expensive` only; `data` where nothing is said. */
  expensive?: readonly string[]
  /** Status of a page beyond the end; 400 where nothing is said. */
  pageBeyondEnd?: number
}

/** Plain columns, grouped by kind. */
export function describeColumns(columns: Partial<Record<Kind, readonly string[]>>): [string, Field][] {
  return Object.entries(columns).flatMap(([kind, names]) =>
    names.map((name): [string, Field] => [name, { kind: kind as Kind, index: name, read: row => row[name] ?? null }]),
  )
}

/** A foreign key answers to its name and to `<name>_id`; only the name can be traversed. */
export function describeForeignKey(name: string, field: Omit<Field, 'index'>): [string, Field][] {
  const { target: _, ...plain } = field
  return [
    [name, { ...field, index: name, isForeign: true }],
    [`${name}_id`, { ...plain, index: name }],
  ]
}
