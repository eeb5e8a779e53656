import { JOURNALS, type Table } from './table'

export type ColumnType =
  | 'GUID'
  | 'boolean'
  | 'glide_date_time'
  | 'glide_list'
  | 'integer'
  | 'journal_input'
  | 'journal_list'
  | 'reference'
  | 'string'

const BOOLEANS = new Set([
  ...'active knowledge made_sla locked_out inactive mandatory read_only display primary inherited compressed'.split(
    ' ',
  ),
  ...'has_manual_finding_override risk_score_override is_composition'.split(' '),
])

const INTEGERS = new Set([
  ...'sys_mod_count reassignment_count reopen_count child_incidents order sequence max_length risk_score'.split(' '),
  ...'size_bytes size_compressed image_height image_width sighting_count confidence choice position length'.split(' '),
])

const TIMES = new Set([
  ...'due_date sla_due expected_start work_start work_end activity_due follow_up estimated_end'.split(' '),
  ...'first_found finding_expiry_time load_completed'.split(' '),
])

/** Ids of records, with commas between them. */
const LISTS = new Set(['watch_list', 'work_notes_list', 'additional_assignee_list', 'group_list'])

/** Longest values that the platform keeps; what is longer is cut. */
const MAX_LENGTHS: Record<string, number> = {
  short_description: 160,
  description: 4000,
  close_notes: 4000,
  correlation_id: 100,
  correlation_display: 100,
  details: 4000,
}

/** The internal type of a column, as `sys_dictionary` names it. */
export function typeOf(table: Table, column: string): ColumnType {
  if (column === 'sys_id') return 'GUID'
  if (Object.hasOwn(table.references, column)) return 'reference'
  if (JOURNALS.includes(column)) return 'journal_input'
  if (column === 'comments_and_work_notes') return 'journal_list'
  if (LISTS.has(column)) return 'glide_list'
  if (BOOLEANS.has(column)) return 'boolean'
  if (TIMES.has(column) || /_(at|on)$/.test(column)) return 'glide_date_time'
  const codes = Object.keys(table.choices[column] ?? {})
  const isCoded = codes.length > 0 && codes.every(code => /^-?\d+$/.test(code))
  return INTEGERS.has(column) || isCoded ? 'integer' : 'string'
}

/** Undefined where the sandbox keeps values of any length. */
export function maxLengthOf(column: string): number | undefined {
  return MAX_LENGTHS[column]
}
