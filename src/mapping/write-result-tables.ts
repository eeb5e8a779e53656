import { Document } from 'yaml'
import { enrichmentKinds } from '../domain/result-table'
import type { ResultTables } from './result-tables'

/** The definitions as a file that `parseResultTables` reads: a line a column. `heading` stands above as a comment. */
export function writeResultTables(tables: ResultTables, heading: string): string {
  const document = new Document({})
  document.commentBefore = heading
  for (const kind of enrichmentKinds) {
    const { name, columns } = tables[kind]
    const lines = columns.map(({ mandatory, ...column }) =>
      document.createNode({ ...column, ...(mandatory && { mandatory }) }, { flow: true }),
    )
    document.set(kind, document.createNode({ name, columns: lines }))
  }
  return document.toString({ lineWidth: 0 })
}
