import type { Json, JsonObject } from '../../domain/json'
import type { Column } from '../table'

/** What a reader looks for first, in this order; records of different types have different ones. */
const usual = [
  'id',
  'name',
  'title',
  'username',
  'status',
  'severity',
  'label',
  'type',
  'container',
  'message',
  'create_time',
  'update_time',
]
const mostUsual = 7

/** The named fields, else the usual ones that a record has. */
export function columnsOf(records: readonly JsonObject[], fields: readonly string[]): Column<JsonObject>[] {
  const [first] = records
  const shown = fields.length > 0 ? fields : usual.filter(name => first !== undefined && Object.hasOwn(first, name))
  return shown.slice(0, fields.length > 0 ? undefined : mostUsual).map(title => ({
    title,
    value: record => cellOf(Object.hasOwn(record, title) ? record[title] : undefined),
  }))
}

function cellOf(value: Json | undefined): string | number | null {
  if (value === undefined || value === null) return null
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value)
}
