import type { JsonObject } from '../../domain/json'
import { readValue } from '../../domain/read-json'
import { createReadCall, type TicketLine } from '../ticket-call'
import { findRows, getRow } from './table-api'
import { readNumber, readSysId } from './wire'

/** What is read of tickets. Null stands for 404: missing, or not for our eyes. */
export interface ServiceNowClient {
  /** The record with codes and labels of every column. */
  getRecord(table: string, sysId: string): Promise<JsonObject | null>
  findSysIdByNumber(table: string, number: string): Promise<string | null>
  /** Fails where the table cannot be read with our credentials. */
  peek(table: string): Promise<void>
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
    async peek(table) {
      const rows = await findRows(call, { table, fields: 'sys_id', limit: 1 })
      if (rows === null) throw line.failureOfStatus(404, {}, line.clock.now())
    },
  }
}
