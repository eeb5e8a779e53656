import type { Column, ResultTable } from './result-table'

/** What differs between two definitions of a table. */
export interface TableDifference {
  added: Column[]
  removed: Column[]
  changed: { before: Column; after: Column }[]
}

export function compareTables(before: ResultTable, after: ResultTable): TableDifference {
  const old = new Map(before.columns.map(column => [column.name, column]))
  const names = new Set(after.columns.map(({ name }) => name))
  return {
    added: after.columns.filter(({ name }) => !old.has(name)),
    removed: before.columns.filter(({ name }) => !names.has(name)),
    changed: after.columns.flatMap(column => {
      const known = old.get(column.name)
      return known === undefined || describeColumn(known) === describeColumn(column)
        ? []
        : [{ before: known, after: column }]
    }),
  }
}

/** `text of at most 255 characters, mandatory` */
export function describeColumn({ type, maxLength, choices, references, mandatory }: Column): string {
  const more = [
    maxLength === undefined ? '' : ` of at most ${maxLength} characters`,
    choices === undefined ? '' : ` of ${choices.join(', ')}`,
    references === undefined ? '' : ` to ${references}`,
    mandatory ? ', mandatory' : '',
  ]
  return `${type}${more.join('')}`
}
