import type { Request, Response } from 'express'
import { createFieldGate, mayDo, maySeeRow } from '../access'
import { readAccount } from '../authenticate'
import type { Account } from '../instance'
import { type Found, type Query, readQuery } from '../records/query'
import type { Shown } from '../records/render'
import { refuse, refuseFields, refuseQuery, refuseRecord } from '../refuse'
import type { ServiceNow } from '../servicenow'
import type { Row, Table } from '../tables/table'
import { linkPages, type Page } from './link-pages'

export interface RowList {
  snow: ServiceNow
  table: Table
  render: (row: Row) => Shown
}

/** How a list answers where the request does not say. */
export interface ListHabits {
  defaultLimit: number
  /** Version 1 answers 404 where nothing is found. */
  isOld: boolean
}

interface Exchange {
  req: Request
  res: Response
}

const NOTHING: Found = { rows: [], total: 0, looked: 0 }

/** Answers with the rows that the request asks for, or with what is wrong with it. */
export function answerRows(list: RowList, exchange: Exchange, habits: ListHabits): void {
  const { instance } = list.snow
  const { req, res } = exchange
  const account = readAccount(res)
  const page = readPage(req, habits.defaultLimit)
  const query = readQuery(instance, list.table, nameCaller(readEncodedQuery(req), account))
  const gate = createFieldGate(instance, account, 'read')
  const isHidden = !mayDo(instance, account, { table: list.table, operation: 'read' })
  if (page === undefined) refuse(res, 400, { message: 'Invalid sysparm_limit or sysparm_offset', detail: null })
  else if (query.columns.length > 0 && isHidden) refuseQuery(res)
  else if (query.columns.some(({ table, column }) => !gate(table, column))) refuseFields(res)
  else answerPage(list, exchange, { query, page, habits })
}

/** The page is cut before the access rules look at its rows, so that it can hold fewer than asked for. */
function answerPage(
  { snow, table, render }: RowList,
  { req, res }: Exchange,
  { query, page, habits }: { query: Query; page: Page; habits: ListHabits },
): void {
  const { invalidQueryReturnsNoRows, quotaRows, quotaAnswer } = snow.switches.read()
  const isVoid = query.isFlawed && invalidQueryReturnsNoRows
  const { rows, total, looked } = isVoid ? NOTHING : query.run(page.offset + page.limit)
  const account = readAccount(res)
  const result = rows
    .slice(page.offset)
    .filter(row => maySeeRow(snow.instance, account, { table, row }))
    .map(render)
  if (quotaRows !== null && looked > quotaRows) {
    answerCancelled(res, quotaAnswer === 'partial' ? result.slice(0, result.length >> 1) : undefined)
    return
  }
  if (req.query.sysparm_no_count !== 'true') res.set('X-Total-Count', String(total))
  if (req.query.sysparm_suppress_pagination_header !== 'true') {
    res.set('Link', linkPages(`${snow.instance.url}${req.originalUrl}`, page, total))
  }
  if (result.length === 0 && habits.isOld) refuseRecord(res)
  else res.json({ result })
}

/** The platform writes rows while it reads them: where it is cut off in between, the status has long been sent. */
function answerCancelled(res: Response, rowsSoFar: Shown[] | undefined): void {
  const message = 'Transaction cancelled: maximum execution time exceeded'
  const error = { message, detail: `${message}. Check logs for error trace.` }
  if (rowsSoFar === undefined) refuse(res, 500, error)
  else res.json({ result: rowsSoFar, error, status: 'failure' })
}

function readPage({ query }: Request, defaultLimit: number): Page | undefined {
  const limit = Number(query.sysparm_limit ?? defaultLimit)
  const offset = Number(query.sysparm_offset ?? 0)
  const isGood = [limit, offset].every(number => Number.isSafeInteger(number) && number >= 0)
  return isGood ? { limit, offset } : undefined
}

/** What a script in a query learns of whoever asks. */
function nameCaller(encoded: string, { name }: Account): string {
  return encoded.replaceAll('javascript:gs.getUserName()', name)
}

/** The encoded query; without one, the name-value filters, which the platform takes only alone. */
function readEncodedQuery({ query }: Request): string {
  if (typeof query.sysparm_query === 'string') return query.sysparm_query
  const filters = Object.entries(query).filter(([name]) => !name.startsWith('sysparm_'))
  return filters.map(([name, value]) => `${name}=${String(value)}`).join('^')
}
