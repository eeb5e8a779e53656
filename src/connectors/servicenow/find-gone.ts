import { presumedMark } from '../../domain/presumed'
import { readValue } from '../../domain/read-json'
import type { GoneTicket, SoughtTicket } from '../connector'
import type { ReadCall } from '../ticket-call'
import { findRows, getRow, idsOf } from './table-api'
import { readSysId } from './wire'

/**
 * Those of the records that answer 404 by themselves while their table shows us any row at all: access rules hide rows
 * without a word. A record that became one of another class counts as gone from its table.
 */
export async function findGone(tickets: readonly SoughtTicket[], call: ReadCall): Promise<GoneTicket[]> {
  const gone: GoneTicket[] = []
  const tables = [...new Set(tickets.flatMap(({ collection }) => collection ?? []))]
  for (const table of tables) {
    const ids = tickets.flatMap(({ id, collection }) =>
      collection === table && readSysId(id) !== undefined ? [id] : [],
    )
    for (const id of await findMissing(call, table, ids))
      gone.push({ id, payload: { operation: 'deleted', table, record: { sys_id: id }, [presumedMark]: true } })
  }
  return gone
}

async function findMissing(call: ReadCall, table: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const asked = { table, query: `sys_idIN${ids.join(',')}`, fields: 'sys_id', limit: ids.length }
  const shown = new Set(idsOf((await findRows(call, asked)) ?? []))
  const missing: string[] = []
  for (const id of ids.filter(one => !shown.has(one)))
    if ((await getRow(call, { table, sysId: id }, { sysparm_fields: 'sys_id' })) === null) missing.push(id)
  return missing.length > 0 && (await showsRows(call, table)) ? missing : []
}

async function showsRows(call: ReadCall, table: string): Promise<boolean> {
  const rows = (await findRows(call, { table, fields: 'sys_id', limit: 1 })) ?? []
  return rows.some(row => readSysId(readValue(row, 'sys_id')) !== undefined)
}
