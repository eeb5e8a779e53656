import type { Request, Response, Router } from 'express'
import { maySee, maySeeRow, mayWrite } from '../access'
import { readAccount } from '../authenticate'
import { type Query, readQuery } from '../records/query'
import { renderRow } from '../records/render'
import { refuse, refuseQuery, refuseRecord, refuseWrite } from '../refuse'
import type { ServiceNow } from '../servicenow'
import type { Row, Table } from '../tables/table'
import { findTable, readRenderOptions } from './find-table'
import { linkPages, type Page } from './link-pages'

const DEFAULT_LIMIT = 10_000

/** `GET` and `POST /table/{table}`. Version 1 answers 404 where nothing is found. */
export function mountTableRecords(router: Router, snow: ServiceNow, version: 1 | 2): void {
  const { instance } = snow

  router.get('/table/:table', (req, res) => {
    const table = findTable(snow, req, res)
    const page = readPage(req)
    if (table === undefined) return
    if (page === undefined) {
      refuse(res, 400, { message: 'Invalid sysparm_limit or sysparm_offset', detail: null })
      return
    }
    const query = readQuery(instance, table, readEncodedQuery(req))
    if (query.isNarrowing && !maySee(readAccount(res), table)) refuseQuery(res)
    else answerRows({ snow, table, version }, { req, res }, { query, page })
  })

  router.post('/table/:table', (req, res) => {
    const table = findTable(snow, req, res)
    if (table === undefined) return
    if (!mayWrite(readAccount(res), table)) {
      refuseWrite(res, 'Insert')
      return
    }
    const row = snow.changes.insert(table, req.body, readAccount(res))
    const result = renderRow(instance, table, { row, options: readRenderOptions(req) })
    res.status(201).location(`${instance.url}/api/now/table/${table.name}/${row.sys_id}`).json({ result })
  })
}

/** The page is cut before the access rules look at its rows, so that it can hold fewer than asked for. */
function answerRows(
  { snow, table, version }: { snow: ServiceNow; table: Table; version: 1 | 2 },
  { req, res }: { req: Request; res: Response },
  { query, page }: { query: Query; page: Page },
): void {
  const found = snow.instance.listRows(table.name).filter(query.matches)
  if (query.compare) found.sort(query.compare)
  const cut = found.slice(page.offset, page.offset + page.limit)
  const isVisible = (row: Row) => maySeeRow(snow.instance, readAccount(res), { table, row })
  const options = readRenderOptions(req)
  const result = cut.filter(isVisible).map(row => renderRow(snow.instance, table, { row, options }))
  if (req.query.sysparm_no_count !== 'true') res.set('X-Total-Count', String(found.length))
  if (req.query.sysparm_suppress_pagination_header !== 'true') {
    res.set('Link', linkPages(`${snow.instance.url}${req.originalUrl}`, page, found.length))
  }
  if (result.length === 0 && version === 1) refuseRecord(res)
  else res.json({ result })
}

function readPage({ query }: Request): Page | undefined {
  const limit = Number(query.sysparm_limit ?? DEFAULT_LIMIT)
  const offset = Number(query.sysparm_offset ?? 0)
  const isGood = [limit, offset].every(number => Number.isSafeInteger(number) && number >= 0)
  return isGood ? { limit, offset } : undefined
}

/** The encoded query; without one, the name-value filters, which the platform takes only alone. */
function readEncodedQuery({ query }: Request): string {
  if (typeof query.sysparm_query === 'string') return query.sysparm_query
  const filters = Object.entries(query).filter(([name]) => !name.startsWith('sysparm_'))
  return filters.map(([name, value]) => `${name}=${String(value)}`).join('^')
}
