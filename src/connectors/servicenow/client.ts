import type { JsonObject } from '../../domain/json'
import { readValue } from '../../domain/read-json'
import { BridgeError } from '../../errors'
import { createReadCall, type ReadCall, type TicketLine } from '../ticket-call'
import { explainRefusal, withServiceNowLimits } from './refusal'
import { findRows, getRow } from './table-api'
import { readNumber, readSysId } from './wire'

/** What is read of tickets. Null stands for 404: missing, or not for our eyes. */
export interface ServiceNowClient {
  /** The record with codes and labels of every column. */
  getRecord(table: string, sysId: string): Promise<JsonObject | null>
  findSysIdByNumber(table: string, number: string): Promise<string | null>
  /** All rows that a query finds, in the order of their ids, page after page; codes only. None where we see none. */
  readRows(table: string, wanted: { query: string; columns: readonly string[] }): Promise<JsonObject[]>
  /** Fails where the table cannot be read with our credentials. */
  peek(table: string): Promise<void>
}

/** The line, with what ServiceNow's own answers tell. */
export function createServiceNowLine(line: TicketLine): TicketLine {
  return { ...line, explainRefusal, failureOfStatus: withServiceNowLimits(line.failureOfStatus) }
}

export function createServiceNowClient(line: TicketLine): ServiceNowClient {
  const call = createReadCall(line)
  return {
    getRecord: (table, sysId) =>
      getRow(call, { table, sysId }, { sysparm_display_value: 'all', sysparm_exclude_reference_link: 'true' }),
    async findSysIdByNumber(table, number) {
      const rows = await findRows(call, { table, query: `number=${number}`, fields: 'sys_id,number', limit: 2 })
      const row = rows?.find(each => readNumber(readValue(each, 'number')) === number)
      return readSysId(readValue(row, 'sys_id')) ?? null
    },
    readRows: (table, wanted) => readPages(call, table, wanted),
    async peek(table) {
      const rows = await findRows(call, { table, fields: 'sys_id', limit: 1 })
      if (rows === null) throw line.failureOfStatus(404, {}, line.clock.now())
    },
  }
}

const rowsOfPage = 500
const mostPages = 100

/** Windows by offset slide while rows are inserted, those by id do not. */
async function readPages(
  call: ReadCall,
  table: string,
  { query, columns }: { query: string; columns: readonly string[] },
): Promise<JsonObject[]> {
  const rows = new Map<string, JsonObject>()
  const fields = ['sys_id', ...columns].join(',')
  let last = ''
  for (let page = 0; page < mostPages; page += 1) {
    const behind = last === '' ? '' : `^sys_id>${last}`
    const asked = { table, query: `${query}${behind}^ORDERBYsys_id`, fields, limit: rowsOfPage, withoutLinks: true }
    const found = ((await findRows(call, asked)) ?? []).map(row => [readSysId(readValue(row, 'sys_id')), row] as const)
    const size = rows.size
    for (const [id, row] of found) if (id !== undefined) rows.set(id, row)
    // Nothing new: the end, or an instance that ignores where we are.
    if (found.length < rowsOfPage || rows.size === size) return [...rows.values()]
    last = found.at(-1)?.[0] ?? last
  }
  throw new BridgeError('unavailable', `GET ${table}: more than ${mostPages * rowsOfPage} rows`, {
    code: 'unreadable-answer',
  })
}
