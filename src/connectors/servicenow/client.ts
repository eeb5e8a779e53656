import { isJsonObject, type Json, type JsonObject } from '../../domain/json'
import { readValue } from '../../domain/read-json'
import { BridgeError } from '../../errors'
import type { FailureOfStatus, HttpClient } from '../http-types'
import { readNumber, readSysId } from './wire'

export interface ServiceNowClientParts {
  http: Pick<HttpClient, 'send'>
  failureOfStatus: FailureOfStatus
  clock: { now(): number }
}

/** One function an endpoint of the Table API. Null stands for 404: missing, or not for our eyes. */
export interface ServiceNowClient {
  /** The record with codes and labels of every column. */
  getRecord(table: string, sysId: string): Promise<JsonObject | null>
  findSysIdByNumber(table: string, number: string): Promise<string | null>
  /** All rows that a query finds, in the order of their ids, page after page; codes only. None where we see none. */
  readRows(table: string, wanted: { query: string; columns: readonly string[] }): Promise<JsonObject[]>
  /** Fails where the table cannot be read with our credentials. */
  peek(table: string): Promise<void>
}

export function createServiceNowClient(parts: ServiceNowClientParts): ServiceNowClient {
  return {
    async getRecord(table, sysId) {
      const query = { sysparm_display_value: 'all', sysparm_exclude_reference_link: 'true' }
      const record = await getResult(parts, `${pathOf(table)}/${encodeURIComponent(sysId)}`, query)
      if (record === null) return null
      if (isJsonObject(record) && readSysId(readValue(record, 'sys_id')) === sysId) return record
      throw unreadable()
    },
    async findSysIdByNumber(table, number) {
      const query = { sysparm_query: `number=${number}`, sysparm_fields: 'sys_id,number', sysparm_limit: '2' }
      const rows = (await getResult(parts, pathOf(table), query)) ?? []
      if (!Array.isArray(rows)) throw unreadable()
      // A term that the instance does not understand is ignored there, and any row comes back.
      const row = rows.filter(isJsonObject).find(each => readNumber(readValue(each, 'number')) === number)
      return readSysId(readValue(row, 'sys_id')) ?? null
    },
    readRows: (table, wanted) => readPages(parts, table, wanted),
    async peek(table) {
      const rows = await getResult(parts, pathOf(table), { sysparm_fields: 'sys_id', sysparm_limit: '1' })
      if (rows === null) throw parts.failureOfStatus(404, {}, parts.clock.now())
      if (!Array.isArray(rows)) throw unreadable()
    },
  }
}

const rowsOfPage = 500
const mostPages = 100

/** Windows by offset slide while rows are inserted, those by id do not. */
async function readPages(
  parts: ServiceNowClientParts,
  table: string,
  { query, columns }: { query: string; columns: readonly string[] },
): Promise<JsonObject[]> {
  const rows = new Map<string, JsonObject>()
  let last = ''
  for (let page = 0; page < mostPages; page += 1) {
    const behind = last === '' ? '' : `^sys_id>${last}`
    const result = await getResult(parts, pathOf(table), {
      sysparm_query: `${query}${behind}^ORDERBYsys_id`,
      sysparm_fields: ['sys_id', ...columns].join(','),
      sysparm_limit: String(rowsOfPage),
      sysparm_exclude_reference_link: 'true',
    })
    if (result !== null && !Array.isArray(result)) throw unreadable()
    const found = (result ?? []).filter(isJsonObject).map(row => [readSysId(readValue(row, 'sys_id')), row] as const)
    const size = rows.size
    for (const [id, row] of found) if (id !== undefined) rows.set(id, row)
    // Nothing new: the end, or an instance that ignores where we are.
    if (found.length < rowsOfPage || rows.size === size) return [...rows.values()]
    last = found.at(-1)?.[0] ?? last
  }
  throw unreadable()
}

async function getResult(parts: ServiceNowClientParts, path: string, query: Record<string, string>) {
  const { status, headers, body } = await parts.http.send({ method: 'GET', path, query })
  if (status === 404) return null
  if (status < 200 || status > 299) throw parts.failureOfStatus(status, headers, parts.clock.now())
  const result: Json | undefined = isJsonObject(body) ? readValue(body, 'result') : undefined
  // A hibernating instance and a login page answer 200 too.
  if (result === undefined) throw unreadable()
  return result
}

function pathOf(table: string): string {
  return `/api/now/table/${encodeURIComponent(table)}`
}

function unreadable(): BridgeError {
  return new BridgeError('unavailable', 'ServiceNow did not answer with the record asked for', {
    code: 'unreadable-answer',
  })
}
