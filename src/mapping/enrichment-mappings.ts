import { z } from 'zod'
import { updateActions } from '../domain/duplication-rule'
import { type EnrichmentMapping, rawFormats } from '../domain/enrichment-mapping'
import { enrichmentKinds } from '../domain/result-table'
import { columnName } from './column-name'
import { mistakesInMapping } from './mistakes-in-mapping'
import { parseYaml } from './parse-yaml'
import type { ResultTables } from './result-tables'

const most = { mappings: 500, fields: 100, paths: 10 }

const name = (example: string) =>
  z
    .string(`expected a name, for example ${example}`)
    .trim()
    .min(1, `expected a name, for example ${example}`)
    .max(100, 'expected at most 100 characters')

const path = z
  .string('expected a path, for example file_info.sha256')
  .max(200, 'expected at most 200 characters')
  .regex(/^[^.\s]+(?:\.[^.\s]+)*$/, 'expected names with dots between them, for example file_info.sha256')

/** YAML reads 1 and true as no text, and tools write them as verdicts. */
const word = z
  .union([z.string(), z.number(), z.boolean()], 'expected a value, for example Malicious')
  .transform(String)
  .refine(text => text.length <= 4000, 'expected at most 4000 characters')

const source = z
  .strictObject(
    {
      from: z
        .union(
          [path, z.array(path).min(1).max(most.paths)],
          'expected a path or a list of them, for example [sha256, file_info.sha256]',
        )
        .transform(paths => (Array.isArray(paths) ? paths : [paths]))
        .default([]),
      value: word.optional(),
      translate: z.record(z.string(), word, 'expected pairs, for example { bad: Malicious }').default({}),
      otherwise: word.optional(),
    },
    'expected where the value comes from, for example { from: verdict }',
  )
  .refine(
    ({ from, value }) => from.length > 0 || value !== undefined,
    'expected from, value or both: { from: verdict }',
  )
  .refine(
    ({ from, translate, otherwise }) =>
      from.length > 0 || (Object.keys(translate).length === 0 && otherwise === undefined),
    'expected from beside translate and otherwise, for example { from: verdict, otherwise: Unknown }',
  )
  .transform(({ translate, ...rest }) => ({ ...rest, translate: lowerKeys(translate) }))

const duplicates = z
  .strictObject({
    columns: z
      .array(columnName, 'expected a list of columns, for example [observable, source_engine]')
      .min(1, 'expected at least one column, for example [observable, source_engine]'),
    action: z.enum(['skip', 'update'], 'expected skip or update'),
    update: z.record(columnName, z.enum(updateActions, `expected one of ${updateActions.join(', ')}`)).default({}),
  })
  .refine(
    ({ action, update }) => (action === 'update') === Object.keys(update).length > 0,
    'expected update with action: update, and only then; for example update: { finding: replace }',
  )

const mapping = z.strictObject({
  id: name('0f1e2d3c4b5a69788796a5b4c3d2e1f0'),
  name: name('Sandbox report'),
  format: z.enum(rawFormats, `expected one of ${rawFormats.join(', ')}`).default('JSON'),
  recordPath: path.optional(),
  each: z.boolean('expected true or false').default(false),
  destination: z.enum(enrichmentKinds, `expected one of ${enrichmentKinds.join(', ')}`),
  fields: z
    .record(columnName, source, 'expected columns, for example observable: { from: sha256 }')
    .refine(fields => Object.keys(fields).length > 0, 'expected a column, for example observable: { from: sha256 }')
    .refine(fields => Object.keys(fields).length <= most.fields, `expected at most ${most.fields} columns`),
  duplicates: duplicates.optional(),
})

/** Reads the enrichment mappings. Raises `misconfigured` with every mistake at once, also where they do not fit the tables. */
export function parseEnrichmentMappings(
  text: string,
  fileName: string,
  tables: ResultTables,
): readonly EnrichmentMapping[] {
  const code = 'custom' as const
  const fitting = mapping.superRefine((read, context) => {
    for (const { path, expected } of mistakesInMapping(read as EnrichmentMapping, tables[read.destination]))
      context.addIssue({ code, path: [...path], message: `expected ${expected}` })
  })
  const schema = z.strictObject({
    mappings: z
      .array(fitting, 'expected a list of mappings, for example - { id: …, name: …, destination: …, fields: … }')
      .max(most.mappings, `expected at most ${most.mappings} mappings`)
      .refine(hasEachNameOnce, 'expected each id and each name once'),
  })
  const what = 'file of enrichment mappings'
  const { data } = parseYaml({ text, source: fileName, what, schema, code: 'enrichment-mappings-invalid' })
  return data.mappings as EnrichmentMapping[]
}

/** A script may name a mapping by either. */
function hasEachNameOnce(mappings: readonly { id: string; name: string }[]): boolean {
  const names = mappings.flatMap(({ id, name }) => [...new Set([id, name])])
  return new Set(names).size === names.length
}

function lowerKeys(pairs: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(pairs).map(([word, meaning]) => [word.toLowerCase(), meaning]))
}
