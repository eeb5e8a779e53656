import type { JsonObject } from '../../domain/json'
import { readString, readValue } from '../../domain/read-json'
import { isBridgeError } from '../../errors'
import type { SweepAsked, SweepMark, SweptPage, SweptTicket } from '../connector'
import { readFileWindow } from './attachment-api'
import { isBeyond, queryOf, type Sweeping } from './sweep'
import { sweptTicketOf, withTalk } from './swept-tickets'
import { type RowWindow, readWindow } from './table-api'
import { readSysId, readTime } from './wire'

/** Files are swept by themselves: a record does not change with what is attached to it. */
export const fileCollection = 'sys_attachment'

interface FoundFile {
  mark: SweepMark
  table: string
  ticketId: string
}

const largestPage = 100
/** Windows that our user sees nothing of, in a row. */
const mostHiddenWindows = 200

/**
 * Tickets of the bridged tables that got a file beyond the mark, by `sys_created_on` and `sys_id` of the file; a ticket
 * with several files comes once, with the time of the last. None where our user may not read files.
 */
export async function readWithNewFiles(asked: SweepAsked, parts: Sweeping): Promise<SweptPage> {
  const limit = Math.min(Math.max(asked.limit, 1), largestPage)
  const condition = `table_nameIN${parts.tables.join(',')}`
  const query = `${queryOf({ after: asked.after, query: condition }, 'sys_created_on')}^ORDERBYsys_created_on^ORDERBYsys_id`
  for (let window = 0; window < mostHiddenWindows; window += 1) {
    const offset = window * limit
    const { rows, total } = await readUnlessForbidden(parts, { query, limit, offset })
    const files = rows.flatMap(row => fileOf(row, parts.tables)).filter(({ mark }) => isNew(mark, asked.after))
    const isMore = total === null ? rows.length >= limit : total > offset + limit
    const last = files.at(-1)
    if (last !== undefined) return { tickets: await readOwners(files, parts), next: isMore ? last.mark : null }
    if (!isMore) break
  }
  return { tickets: [], next: null }
}

function isNew({ at, id }: SweepMark, after: SweepMark | null): boolean {
  return isBeyond({ updatedAt: at, id }, after)
}

function fileOf(row: JsonObject, tables: readonly string[]): FoundFile[] {
  const [id, ticketId] = [readSysId(readValue(row, 'sys_id')), readSysId(readValue(row, 'table_sys_id'))]
  const [at, table] = [readTime(row, 'sys_created_on'), readString(row, 'table_name') ?? '']
  const isWhole = id !== undefined && ticketId !== undefined && at !== undefined && tables.includes(table)
  return isWhole ? [{ mark: { at, id }, table, ticketId }] : []
}

async function readUnlessForbidden(
  { call }: Sweeping,
  asked: { query: string; limit: number; offset: number },
): Promise<RowWindow> {
  try {
    return await readFileWindow(call, asked)
  } catch (error) {
    if (isBridgeError(error) && error.code === 'forbidden') return { rows: [], total: 0 }
    throw error
  }
}

/** The records, in the order of their last file. */
async function readOwners(files: readonly FoundFile[], parts: Sweeping): Promise<SweptTicket[]> {
  const lastOf = new Map(files.map(file => [file.ticketId, file]))
  const found: SweptTicket[] = []
  for (const table of parts.tables) {
    const ids = [...lastOf.values()].filter(file => file.table === table).map(({ ticketId }) => ticketId)
    if (ids.length === 0) continue
    const query = `sys_idIN${ids.join(',')}^ORDERBYsys_id`
    const { rows } = await readWindow(parts.call, { table, query, limit: ids.length, offset: 0 })
    found.push(...rows.flatMap(row => sweptTicketOf(row, table)).filter(({ id }) => ids.includes(id)))
  }
  const at = ({ id }: SweptTicket) => lastOf.get(id)?.mark.at ?? 0
  const stamped = found.map(ticket => ({ ...ticket, updatedAt: at(ticket) }))
  return withTalk(
    stamped.sort((a, b) => a.updatedAt - b.updatedAt),
    parts,
  )
}
