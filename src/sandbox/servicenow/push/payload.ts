import type { Instance } from '../instance'
import { RAW, renderRow } from '../records/render'
import type { Row, Table } from '../tables/table'

/** One write to a ticket, as a business rule sees it. */
export interface Happening {
  operation: 'insert' | 'update' | 'delete'
  table: Table
  /** As it is now; after a deletion, as it was. */
  row: Row
  before?: Row
  changed: string[]
  /** The table that the rule has to watch, where it is not the ticket's own: `sys_attachment`. */
  watched?: string
}

export type PushFormat = keyof typeof FORMATS

export interface PayloadOptions {
  format: PushFormat
  /** `notification` only. */
  withSysId: boolean
}

const FLAT_COLUMNS = [
  ...'sys_id number short_description description state priority urgency impact severity category'.split(' '),
  ...'subcategory caller_id opened_by assignment_group assigned_to sys_created_on sys_updated_on'.split(' '),
  ...'sys_updated_by sys_class_name'.split(' '),
]

const EVENT_TYPES = { insert: 'IncidentCreated', update: 'IncidentUpdated', delete: 'IncidentDeleted' }

/** What people's business rules send: the platform has no webhook of its own. */
const FORMATS = {
  /** The whole record, as the Table API shows it. */
  full: ({ table, row }: Happening, { instance }: Context) => renderRow(instance, table, { row, options: RAW }),
  /** Some columns, all strings, references as bare ids; no edit counter, and no word of what happened. */
  flat: ({ row }: Happening) => Object.fromEntries(FLAT_COLUMNS.map(column => [column, row[column] ?? ''])),
  /** Only that something happened, and to which number. */
  notification: ({ operation, row }: Happening, { options }: Context) => ({
    event_type: EVENT_TYPES[operation],
    incident_number: row.number,
    short_description: row.short_description,
    ...(options.withSysId ? { sys_id: row.sys_id } : {}),
  }),
  /** What changed, old and new. */
  'incident-io': ({ operation, table, row, before, changed }: Happening) => ({
    sys_id: row.sys_id,
    table: table.name,
    operation,
    number: row.number,
    updated_fields: changed,
    old_values: pick(before ?? {}, changed),
    new_values: pick(row, changed),
    updated_by: row.sys_updated_by,
    updated_on: row.sys_updated_on,
  }),
}

interface Context {
  instance: Instance
  options: PayloadOptions
}

export const PUSH_FORMATS = Object.keys(FORMATS)

export function isPushFormat(value: unknown): value is PushFormat {
  return typeof value === 'string' && Object.hasOwn(FORMATS, value)
}

export function composePayload(happening: Happening, context: Context): unknown {
  return FORMATS[context.options.format](happening, context)
}

function pick(row: Row, columns: string[]): Row {
  return Object.fromEntries(columns.map(column => [column, row[column] ?? '']))
}
