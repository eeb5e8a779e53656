import { isJsonObject, type Json, type JsonObject } from '../../domain/json'
import { readObject, readString, readValue } from '../../domain/read-json'

/** What we read of a push. Every instance makes up its own shape, so each thing is looked for under several names. */
export interface ServiceNowDelivery {
  event: string | undefined
  sysId: string | undefined
  number: string | undefined
  /** As the push names it, `table` before `sys_class_name`. */
  table: string | undefined
  className: string | undefined
  isDeletion: boolean
  /** The columns that the push holds. */
  record: JsonObject
  /** Epoch milliseconds of `sys_updated_on` (UTC). */
  updatedAt: number | undefined
  /** `sys_mod_count` */
  modCount: number | undefined
}

export function readDelivery(payload: JsonObject): ServiceNowDelivery {
  const nested = findNestedRecord(payload)
  const event = firstOf(eventNames.map(name => readString(payload, name)))
  return {
    event,
    sysId: findSysId(nested) ?? findSysId(payload),
    number: findNumber(nested) ?? findNumber(payload),
    table: firstOf([readTableName(payload, 'table'), readTableName(payload, 'record_type')]),
    className: readTableName(nested, 'sys_class_name') ?? readTableName(payload, 'sys_class_name'),
    isDeletion: event !== undefined && /(?<!un)deleted?$/i.test(event),
    ...readRecord(nested ?? flatRecordOf(payload)),
  }
}

/** Version and columns of a record, from a push or from the Table API. */
export function readRecord(record: JsonObject): Pick<ServiceNowDelivery, 'record' | 'updatedAt' | 'modCount'> {
  return { record, updatedAt: readTime(record, 'sys_updated_on'), modCount: readModCount(record) }
}

/** An id as ServiceNow stores it. */
export function readSysId(value: Json | undefined): string | undefined {
  const text = codeOf(value)
  return typeof text === 'string' && /^[0-9a-f]{32}$/.test(text) ? text : undefined
}

/** A number such as `INC0010023`; nothing that could end a query term. */
export function readNumber(value: Json | undefined): string | undefined {
  const text = codeOf(value)
  const number = typeof text === 'string' ? text.trimEnd() : ''
  return /^[A-Z]{2,20}\d{1,20}$/.test(number) ? number : undefined
}

/**
 * The stored value, in the one form that the Table API and every push share: text. A reference is the id it refers to;
 * anything else that is not a plain value stays as it is.
 */
export function codeOf(value: Json | undefined): Json | undefined {
  if (value === null) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (!isJsonObject(value)) return value
  const code = readValue(value, 'value')
  if (code !== undefined && !isJsonObject(code)) return codeOf(code)
  const label = readString(value, 'display_value')
  if (label === undefined) return value
  return readString(value, 'link')?.split('/').at(-1) ?? label
}

/** What people read for a value, where the sender told it. */
export function labelOf(value: Json | undefined): string | undefined {
  return isJsonObject(value) ? readString(value, 'display_value') : undefined
}

const eventNames = ['event_type', 'event_occurred', 'operation']
const idNames = ['sys_id', 'id', 'incident_id', 'incidentId', 'record_id']
const numberNames = ['number', 'incident_number', 'incidentNumber', 'incident_id', 'incidentId', 'id']
const wrapperNames = ['record', 'incident', 'result']

/** Members that speak about the push, not columns of the record. */
const envelopeNames = new Set([
  ...eventNames,
  ...idNames.slice(1),
  ...numberNames.slice(1),
  'table',
  'record_type',
  'updated_fields',
  'old_values',
  'new_values',
  'updated_by',
  'updated_on',
  'incident_io_id',
])

/**
 * The record where it stands inside a wrapper. `incident` is also a column of security incidents: a reference, or
 * another record than the one that the push names.
 */
function findNestedRecord(payload: JsonObject): JsonObject | undefined {
  const records = wrapperNames.map(name => readObject(payload, name)).filter(record => record !== undefined)
  return records.find(record => isNamed(record) && !areOthers(record, payload))
}

function isNamed(record: JsonObject): boolean {
  return findSysId(record) !== undefined || findNumber(record) !== undefined
}

function areOthers(left: JsonObject, right: JsonObject): boolean {
  return areDifferent(findSysId(left), findSysId(right)) || areDifferent(findNumber(left), findNumber(right))
}

function areDifferent(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && left !== right
}

function flatRecordOf(payload: JsonObject): JsonObject {
  const columns = Object.entries(payload).filter(([name]) => !envelopeNames.has(name))
  const changed = Object.entries(readObject(payload, 'new_values') ?? {})
  return Object.fromEntries([...columns, ...changed])
}

function findSysId(record: JsonObject | undefined): string | undefined {
  return firstOf(idNames.map(name => readSysId(readValue(record, name))))
}

function findNumber(record: JsonObject | undefined): string | undefined {
  return firstOf(numberNames.map(name => readNumber(readValue(record, name))))
}

/** A table's name; labels ("Incident") are none. */
function readTableName(record: JsonObject | undefined, name: string): string | undefined {
  const table = codeOf(readValue(record, name))
  return typeof table === 'string' && /^[a-z][a-z0-9_]{0,79}$/.test(table) ? table : undefined
}

/** `YYYY-MM-DD HH:MM:SS` in UTC; a time as its user reads it is in another form and another zone. */
export function readTime(record: JsonObject, column: string): number | undefined {
  const text = codeOf(readValue(record, column))
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined
  const ms = Date.parse(`${text.replace(' ', 'T')}Z`)
  return Number.isNaN(ms) ? undefined : ms
}

function readModCount(record: JsonObject): number | undefined {
  const text = codeOf(readValue(record, 'sys_mod_count'))
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

function firstOf<Value>(values: (Value | undefined)[]): Value | undefined {
  return values.find(value => value !== undefined)
}
