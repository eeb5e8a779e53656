import type { JsonObject } from '../../domain/json'
import { readString, readValue } from '../../domain/read-json'
import { isBridgeError } from '../../errors'
import type { ReadCall } from '../ticket-call'
import { findRows, termOf } from './table-api'
import { readNumber, readSysId } from './wire'

/** The record that a name means: its sys_id, or why there is none. */
export type Referred = { id: string } | { problem: 'unknown' | 'ambiguous' }

/** By what people name the records of a table, the surest first. */
const namingColumns: Record<string, readonly string[]> = {
  sys_user: ['user_name', 'email', 'name'],
}

/**
 * Looks for one record by a name: a user by login, e-mail or name, a task by number, anything else by name. Rows are
 * compared again, since terms that the instance does not understand are ignored there.
 */
export async function findReferred(call: ReadCall, table: string, text: string): Promise<Referred> {
  const asId = readSysId(text)
  if (asId !== undefined) return { id: asId }
  const columns = namingColumns[table] ?? [readNumber(text) === undefined ? 'name' : 'number']
  const rows = await findNamed(call, { table, columns, text })
  for (const column of columns) {
    const named = rows.filter(row => isNamed(row, column, text))
    const active = named.filter(row => readString(row, 'active') !== 'false')
    const ids = (active.length === 0 ? named : active).map(row => readSysId(readValue(row, 'sys_id')))
    const [id, ...others] = ids.filter(each => each !== undefined)
    if (id === undefined) continue
    return others.length === 0 ? { id } : { problem: 'ambiguous' }
  }
  return { problem: 'unknown' }
}

function isNamed(row: JsonObject, column: string, text: string): boolean {
  return readString(row, column)?.toLowerCase() === text.toLowerCase()
}

/** What our user may not read, it cannot name either. */
async function findNamed(
  call: ReadCall,
  { table, columns, text }: { table: string; columns: readonly string[]; text: string },
): Promise<JsonObject[]> {
  const query = columns.map(column => termOf(column, text)).join('^OR')
  const fields = ['sys_id', 'active', ...columns].join(',')
  try {
    return (await findRows(call, { table, query, fields, limit: 50 })) ?? []
  } catch (error) {
    if (isBridgeError(error) && error.code === 'forbidden') return []
    throw error
  }
}
