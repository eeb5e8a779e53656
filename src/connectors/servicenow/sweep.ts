import { isJsonObject, type JsonObject } from '../../domain/json'
import { readValue } from '../../domain/read-json'
import { BridgeError } from '../../errors'
import type { SweepAsked, SweepMark, SweptPage, SweptTicket } from '../connector'
import type { ReadCall } from '../ticket-call'
import { readWindow } from './table-api'
import { readNumber, readRecord, readSysId } from './wire'

export interface Sweeping {
  call: ReadCall
  tables: readonly [string, ...string[]]
}

const largestPage = 500
/** Pages that our user sees nothing of, in a row; then something else is wrong. */
const mostHiddenPages = 200

/**
 * Tickets of one table beyond the mark, by `sys_updated_on` (UTC, whole seconds) and `sys_id`. A page is cut before the
 * access rules look at its rows, so that only the count tells whether there is more; windows of which we see nothing are
 * passed over. The instance may go on writing in the second of the last row: whoever sweeps goes back a little each time.
 */
export async function readUpdated(asked: SweepAsked, { call, tables }: Sweeping): Promise<SweptPage> {
  const table = tableOf(asked, tables)
  const limit = Math.min(Math.max(asked.limit, 1), largestPage)
  const query = `${queryOf(asked)}^ORDERBYsys_updated_on^ORDERBYsys_id`
  for (let page = 0; page < mostHiddenPages; page += 1) {
    const offset = page * limit
    const { rows, total } = await readWindow(call, { table, query, limit, offset })
    const tickets = rows.flatMap(row => ticketOf(row, table)).filter(ticket => isBeyond(ticket, asked.after))
    const isMore = total === null ? rows.length >= limit : total > offset + limit
    const last = tickets.at(-1)
    if (last !== undefined) {
      if (!areInOrder(tickets)) throw unordered(table)
      return { tickets, next: isMore ? { at: last.updatedAt, id: last.id } : null }
    }
    if (!isMore) return { tickets: [], next: null }
  }
  throw new BridgeError('unavailable', `GET ${table}: nothing to be seen in ${mostHiddenPages} pages`, {
    code: 'unreadable-answer',
  })
}

export async function countUpdated(
  asked: Omit<SweepAsked, 'limit'>,
  { call, tables }: Sweeping,
): Promise<number | null> {
  const table = tableOf(asked, tables)
  return (await readWindow(call, { table, query: queryOf(asked), limit: 1, offset: 0 })).total
}

function tableOf({ collection }: Pick<SweepAsked, 'collection'>, tables: Sweeping['tables']): string {
  return collection ?? tables[0]
}

/**
 * `^OR` binds to the one condition before it only, so the two ways to be beyond the mark are queries of their own, joined
 * by `^NQ`; so is each part of a condition that holds `^NQ` itself.
 */
function queryOf({ after, query = '' }: Omit<SweepAsked, 'limit'>): string {
  const parts = query === '' ? [''] : query.replace(/\^ORDERBY(DESC)?[^^]*/g, '').split('^NQ')
  const beyond = after === null ? ['sys_idISNOTEMPTY'] : waysBeyond(after)
  return parts.flatMap(part => beyond.map(way => (part === '' ? way : `${part}^${way}`))).join('^NQ')
}

function waysBeyond({ at, id }: SweepMark): string[] {
  const time = new Date(at).toISOString().slice(0, 19).replace('T', ' ')
  const sysId = readSysId(id)
  if (sysId === undefined) return [`sys_updated_on>=${time}`]
  return [`sys_updated_on>${time}`, `sys_updated_on=${time}^sys_id>${sysId}`]
}

/** Terms that the instance does not understand are ignored there. */
function isBeyond({ updatedAt, id }: SweptTicket, after: SweepMark | null): boolean {
  if (after === null) return true
  const second = Math.floor(after.at / 1000) * 1000
  return updatedAt > second || (updatedAt === second && (readSysId(after.id) === undefined || id > after.id))
}

function areInOrder(tickets: SweptTicket[]): boolean {
  return tickets.every((ticket, i) => {
    const before = tickets[i - 1]
    if (before === undefined || before.updatedAt < ticket.updatedAt) return true
    return before.updatedAt === ticket.updatedAt && before.id < ticket.id
  })
}

/**
 * The record as a push would wrap it. Without its journals: the Table API shows all entries of one as a single text,
 * which would pass for one more comment each time.
 */
function ticketOf(row: JsonObject, table: string): SweptTicket[] {
  const columns = Object.entries(row).filter(([name]) => !journals.has(name))
  const record = Object.fromEntries(columns)
  const id = readSysId(readValue(record, 'sys_id'))
  const { updatedAt } = readRecord(record)
  if (!isJsonObject(record) || id === undefined || updatedAt === undefined) return []
  const key = readNumber(readValue(record, 'number')) ?? id
  return [{ id, key, collection: table, updatedAt, payload: { table, record } }]
}

const journals = new Set(['comments', 'work_notes', 'comments_and_work_notes'])

function unordered(table: string): BridgeError {
  return new BridgeError('unavailable', `GET ${table}: the rows are not in the order asked for`, {
    code: 'unreadable-answer',
  })
}
