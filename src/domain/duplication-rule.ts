import { sha256Hex } from './ids'
import { canonicalJson } from './json'
import type { ResultTable } from './result-table'

/** What an update does to a column: the actions of ServiceNow's duplication rules that a table of results can have. */
export const updateActions = ['replace', 'append', 'append-unique', 'increment', 'now'] as const
export type UpdateAction = (typeof updateActions)[number]

/** When a record is a duplicate of an older one, and what becomes of both. Without a rule each record is a new one. */
export interface DuplicationRule {
  /** Equal values in all of these columns make a duplicate. */
  columns: readonly string[]
  action: 'skip' | 'update'
  /** What an update does, by column; the others stay. */
  update: Readonly<Record<string, UpdateAction>>
}

type Values = Readonly<Record<string, string>>

/** The same text for duplicates of each other; undefined where a column has no value, since then nothing is identified. */
export function duplicateKey(columns: readonly string[], record: Values): string | undefined {
  const names = [...columns].sort()
  const values = names.map(name => record[name] ?? '')
  return values.includes('') ? undefined : sha256Hex(canonicalJson([names, values]))
}

/** The older record after the newer one came; `now` is ServiceNow's UTC time. */
export function updateDuplicate(
  { update }: DuplicationRule,
  { older, newer, now }: { older: Values; newer: Values; now: string },
  table: ResultTable,
): Record<string, string> {
  const updated = { ...older }
  for (const [column, action] of Object.entries(update)) {
    const value = change[action](older[column] ?? '', newer[column] ?? '', now)
    updated[column] = cutTo(value, table.columns.find(({ name }) => name === column)?.maxLength)
  }
  return updated
}

const change: Record<UpdateAction, (older: string, newer: string, now: string) => string> = {
  replace: (older, newer) => (newer === '' ? older : newer),
  append: (older, newer) => [older, newer].filter(text => text !== '').join('\n'),
  'append-unique': (older, newer) => {
    const entries = older.split(',').map(entry => entry.trim())
    return newer === '' || entries.includes(newer) ? older : [older, newer].filter(text => text !== '').join(', ')
  },
  increment: older => String(Number(older) + 1),
  now: (_older, _newer, now) => now,
}

/** ServiceNow cuts what is longer than its column, and what only grows must end somewhere. */
export function cutTo(text: string, maxLength = 1_000_000): string {
  return text.length <= maxLength ? text : text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '')
}
