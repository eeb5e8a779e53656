import type { Instance } from '../instance'
import type { Row, Table } from '../tables/table'
import type { Clause, Term } from './term'

/** The rows that can match at all: few where an index knows them, else all. */
export function listCandidates(instance: Instance, table: Table, clauses: Clause[]): Row[] {
  const [clause] = clauses
  const terms = clauses.length === 1 && clause ? clause.flatMap(group => (group.length === 1 ? group : [])) : []
  const lists = terms.flatMap(term => {
    const rows = lookUp(instance, table, term)
    return rows === undefined ? [] : [rows]
  })
  const [first, ...others] = lists
  if (first === undefined) return instance.listRows(table.name)
  return others.reduce((least, rows) => (rows.length < least.length ? rows : least), first)
}

/** Undefined where no index helps. */
function lookUp(instance: Instance, table: Table, { hint }: Term): Row[] | undefined {
  if (hint === undefined) return undefined
  if (hint.kind === 'since') return instance.findRowsSince(table.name, hint.value)
  if (hint.column === 'sys_id') {
    const row = instance.findRow(table.name, hint.value.toLowerCase())
    return row ? [row] : []
  }
  return instance.findRowsBy(table.name, hint.column, hint.value)
}
