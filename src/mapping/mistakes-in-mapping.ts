import type { UpdateAction } from '../domain/duplication-rule'
import type { EnrichmentMapping, FieldSource } from '../domain/enrichment-mapping'
import { readColumn } from '../domain/read-column'
import type { Column, ColumnType, ResultTable } from '../domain/result-table'

interface Misfit {
  path: readonly (string | number)[]
  expected: string
}

/** Where a mapping does not fit the table that it fills. */
export function mistakesInMapping(mapping: EnrichmentMapping, table: ResultTable): Misfit[] {
  const { format, each, fields } = mapping
  const columns = new Map(table.columns.map(column => [column.name, column]))
  const misfits = Object.entries(fields).flatMap(([name, source]) => {
    const column = columns.get(name)
    return column === undefined
      ? [unknownColumn(['fields', name], table)]
      : mistakesInField(['fields', name], source, column)
  })
  const isFlatList = format === 'Properties' && each
  const flat = isFlatList ? [{ path: ['each'], expected: 'JSON or XML: Properties have no lists' }] : []
  return [...flat, ...misfits, ...mistakesInRule(mapping, table, columns)]
}

/** Fixed words must be such as their column takes; a word that stands before data is part of a text. */
function mistakesInField(path: Misfit['path'], source: FieldSource, column: Column): Misfit[] {
  const { from, value, translate, otherwise } = source
  const fixed: [path: string[], word: string | undefined][] = [
    [['value'], from.length === 0 ? value : undefined],
    ...Object.entries(translate).map(([word, meaning]): [string[], string] => [['translate', word], meaning]),
    [['otherwise'], otherwise],
  ]
  return fixed.flatMap(([place, word]) => {
    const read =
      word === undefined || (value !== undefined && from.length > 0) ? { value: '' } : readColumn(column, word)
    return 'expected' in read ? [{ path: [...path, ...place], expected: read.expected }] : []
  })
}

/** Types that an action needs; the others go with any. */
const typeOfAction: Partial<Record<UpdateAction, ColumnType>> = { increment: 'integer', now: 'datetime' }

function mistakesInRule(
  { duplicates }: EnrichmentMapping,
  table: ResultTable,
  columns: ReadonlyMap<string, Column>,
): Misfit[] {
  if (duplicates === undefined) return []
  const identifying = duplicates.columns.flatMap((name, index) =>
    columns.has(name) ? [] : [unknownColumn(['duplicates', 'columns', index], table)],
  )
  const updated = Object.entries(duplicates.update).flatMap(([name, action]): Misfit[] => {
    const path = ['duplicates', 'update', name]
    const column = columns.get(name)
    if (column === undefined) return [unknownColumn(path, table)]
    if (duplicates.columns.includes(name)) return [{ path, expected: 'a column that does not identify duplicates' }]
    const type = typeOfAction[action]
    return type === undefined || type === column.type
      ? []
      : [{ path, expected: `${action} on a column of type ${type}` }]
  })
  return [...identifying, ...updated]
}

function unknownColumn(path: Misfit['path'], { name, columns }: ResultTable): Misfit {
  return { path, expected: `a column of ${name}, for example ${columns[0]?.name ?? ''}` }
}
