import { isJsonObject, type Json, type JsonObject } from '../../domain/json'
import { readValue } from '../../domain/read-json'
import type { HttpAnswer, HttpRequest } from '../http-types'
import { type ReadCall, recordOf, unreadableAnswer, type WriteCall } from '../ticket-call'
import { readSysId } from './wire'

/** `GET /table/{table}/{sys_id}`, or null on 404: missing, or not for our eyes. */
export async function getRow(
  call: ReadCall,
  { table, sysId }: { table: string; sysId: string },
  query: Record<string, string>,
): Promise<JsonObject | null> {
  const request: HttpRequest = { method: 'GET', path: `${pathOf(table)}/${encodeURIComponent(sysId)}`, query }
  const answer = await call.read(request)
  return answer.status === 404 ? null : rowOf(request, answer, sysId)
}

/**
 * `GET /table/{table}`, or null on 404, which version 1 answers for an empty list too. A term that the instance does not
 * understand is ignored there and any row comes back: whoever asks checks what it gets. References come with links,
 * unless asked for without.
 */
export async function findRows(
  call: ReadCall,
  {
    table,
    query,
    fields,
    limit,
    withoutLinks = false,
  }: { table: string; query?: string; fields: string; limit: number; withoutLinks?: boolean },
): Promise<JsonObject[] | null> {
  const request: HttpRequest = {
    method: 'GET',
    path: pathOf(table),
    query: {
      ...(query !== undefined && { sysparm_query: query }),
      sysparm_fields: fields,
      sysparm_limit: String(limit),
      ...(withoutLinks && { sysparm_exclude_reference_link: 'true' }),
    },
  }
  const answer = await call.read(request)
  if (answer.status === 404) return null
  const rows = resultOf(request, answer)
  if (!Array.isArray(rows)) throw unreadableAnswer(request, answer.status)
  return rows.filter(isJsonObject)
}

/**
 * A window of `GET /table/{table}` with codes and labels of every column, or the codes of some; and how many rows match in
 * all, those that are hidden from us included; null where the instance does not tell.
 */
export async function readWindow(
  call: ReadCall,
  { table, query, limit, offset, fields }: WindowAsked & { table: string; fields?: string },
): Promise<RowWindow> {
  const request: HttpRequest = {
    method: 'GET',
    path: pathOf(table),
    query: {
      sysparm_query: query,
      ...(fields === undefined ? { sysparm_display_value: 'all' } : { sysparm_fields: fields }),
      sysparm_exclude_reference_link: 'true',
      sysparm_limit: String(limit),
      sysparm_offset: String(offset),
    },
  }
  const answer = await call.read(request)
  if (answer.status === 404) return { rows: [], total: 0 }
  return windowOf(request, answer)
}

export interface WindowAsked {
  query: string
  limit: number
  offset: number
}

export interface RowWindow {
  rows: JsonObject[]
  total: number | null
}

/** The rows of an answer, and what it says of how many there are. */
export function windowOf(request: HttpRequest, answer: HttpAnswer): RowWindow {
  const rows = resultOf(request, answer)
  if (!Array.isArray(rows)) throw unreadableAnswer(request, answer.status)
  const total = Number(answer.headers['x-total-count'] ?? Number.NaN)
  return { rows: rows.filter(isJsonObject), total: Number.isSafeInteger(total) ? total : null }
}

/** `POST /table/{table}`; answers the record as it was stored. With `areDisplayed` values are as people read them. */
export async function insertRow(
  call: WriteCall,
  { table, values, areDisplayed = false }: { table: string; values: JsonObject; areDisplayed?: boolean },
): Promise<JsonObject> {
  const query = { sysparm_exclude_reference_link: 'true', ...(areDisplayed && { sysparm_input_display_value: 'true' }) }
  const request: HttpRequest = { method: 'POST', path: pathOf(table), query, body: values }
  return rowOf(request, await call.write(request))
}

/** `PATCH /table/{table}/{sys_id}`; answers those columns as they were stored. */
export async function updateRow(
  call: WriteCall,
  { table, sysId }: { table: string; sysId: string },
  values: JsonObject,
): Promise<JsonObject> {
  const path = `${pathOf(table)}/${encodeURIComponent(sysId)}`
  const fields = ['sys_id', ...Object.keys(values)].join(',')
  const query = { sysparm_fields: fields, sysparm_exclude_reference_link: 'true' }
  const request: HttpRequest = { method: 'PATCH', path, query, body: values }
  return rowOf(request, await call.write(request), sysId)
}

/** As long as an operand gets; proxies read some 8 KB of a request line. */
const longestOperand = 1_000

/**
 * The condition that a column holds a text. Carets are doubled; what follows `javascript:` would be run by the instance,
 * so that such a text, as one that is too long, is asked for by a part of it: whoever asks compares the rows.
 */
export function termOf(column: string, text: string): string {
  const script = text.toLowerCase().lastIndexOf(scriptSign)
  const from = script < 0 ? 0 : script + scriptSign.length
  const operand = text.slice(from, from + longestOperand)
  const operator = operand.length === text.length ? '=' : 'LIKE'
  return `${column}${operator}${operand.replaceAll('^', '^^')}`
}

const scriptSign = 'javascript:'

/** The one record of an answer. */
function rowOf(request: HttpRequest, answer: HttpAnswer, sysId?: string): JsonObject {
  const row = resultOf(request, answer)
  const id = isJsonObject(row) ? readSysId(readValue(row, 'sys_id')) : undefined
  if (!isJsonObject(row) || id === undefined || (sysId !== undefined && id !== sysId)) {
    throw unreadableAnswer(request, answer.status)
  }
  return row
}

/** A hibernating instance and a login page answer 200 too. */
function resultOf(request: HttpRequest, answer: HttpAnswer): Json {
  const result = readValue(recordOf(request, answer), 'result')
  if (result === undefined) throw unreadableAnswer(request, answer.status)
  return result
}

/** Ids of rows, those without one left out. */
export function idsOf(rows: JsonObject[]): string[] {
  return rows.map(row => readSysId(readValue(row, 'sys_id'))).filter(id => id !== undefined)
}

function pathOf(table: string): string {
  return `/api/now/table/${encodeURIComponent(table)}`
}
