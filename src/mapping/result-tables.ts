import { z } from 'zod'
import { columnTypes, type EnrichmentKind, type ResultTable } from '../domain/result-table'
import { columnName } from './column-name'
import { parseYaml } from './parse-yaml'

const column = z
  .strictObject({
    name: columnName,
    type: z.enum(columnTypes, `expected one of ${columnTypes.join(', ')}`),
    mandatory: z.boolean().default(false),
    maxLength: z.int().min(1).max(1_000_000).optional(),
    choices: z.array(z.string().min(1)).optional(),
    references: columnName.optional(),
  })
  .refine(({ name }) => !name.startsWith('sys_'), 'expected no column of the system: sys_… are written by the bridge')

const table = z.strictObject({
  name: columnName,
  columns: z
    .array(column)
    .min(1, 'expected at least one column')
    .refine(columns => new Set(columns.map(({ name }) => name)).size === columns.length, 'expected each column once'),
})

const schema = z.strictObject({ ci_enrichment: table, observable_enrichment: table, threat_lookup: table })

/** Target tables by the kind of result. */
export type ResultTables = Readonly<Record<EnrichmentKind, ResultTable>>

/** Reads the definitions of the target tables. Raises `misconfigured` with every mistake at once. */
export function parseResultTables(text: string, source: string): ResultTables {
  return parseYaml({ text, source, what: 'file of tables', schema, code: 'tables-invalid' }).data as ResultTables
}
