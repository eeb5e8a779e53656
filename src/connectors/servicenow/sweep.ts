import { BridgeError } from '../../errors'
import type { SweepAsked, SweepMark, SweptPage, SweptTicket } from '../connector'
import type { TalkLine } from './list-talk'
import { sweptTicketOf, withTalk } from './swept-tickets'
import { readWindow } from './table-api'
import { readSysId } from './wire'

export interface Sweeping extends TalkLine {
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
export async function readUpdated(asked: SweepAsked, parts: Sweeping): Promise<SweptPage> {
  const { call, tables } = parts
  const table = tableOf(asked, tables)
  const limit = Math.min(Math.max(asked.limit, 1), largestPage)
  const query = `${queryOf(asked)}^ORDERBYsys_updated_on^ORDERBYsys_id`
  for (let page = 0; page < mostHiddenPages; page += 1) {
    const offset = page * limit
    const { rows, total } = await readWindow(call, { table, query, limit, offset })
    const tickets = rows.flatMap(row => sweptTicketOf(row, table)).filter(ticket => isBeyond(ticket, asked.after))
    const isMore = total === null ? rows.length >= limit : total > offset + limit
    const last = tickets.at(-1)
    if (last !== undefined) {
      if (!areInOrder(tickets)) throw unordered(table)
      return { tickets: await withTalk(tickets, parts), next: isMore ? { at: last.updatedAt, id: last.id } : null }
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
export function queryOf({ after, query = '' }: Pick<SweepAsked, 'after' | 'query'>, column = 'sys_updated_on'): string {
  const parts = query === '' ? [''] : query.replace(/\^ORDERBY(DESC)?[^^]*/g, '').split('^NQ')
  const beyond = after === null ? ['sys_idISNOTEMPTY'] : waysBeyond(after, column)
  return parts.flatMap(part => beyond.map(way => (part === '' ? way : `${part}^${way}`))).join('^NQ')
}

function waysBeyond({ at, id }: SweepMark, column: string): string[] {
  const time = new Date(at).toISOString().slice(0, 19).replace('T', ' ')
  const sysId = readSysId(id)
  if (sysId === undefined) return [`${column}>=${time}`]
  return [`${column}>${time}`, `${column}=${time}^sys_id>${sysId}`]
}

/** Terms that the instance does not understand are ignored there. */
export function isBeyond({ updatedAt, id }: Pick<SweptTicket, 'updatedAt' | 'id'>, after: SweepMark | null): boolean {
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

function unordered(table: string): BridgeError {
  return new BridgeError('unavailable', `GET ${table}: the rows are not in the order asked for`, {
    code: 'unreadable-answer',
  })
}
