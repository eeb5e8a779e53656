import { requireObject } from '../body'
import { Failure, notFound, type Reply, reply, replyFile } from '../envelope'
import { readNow } from '../instant'
import { isObject, type Json, type JsonObject } from '../json'
import { type Call, type Route, readId } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { requireText } from './fields'
import { listRecords } from './records'

const path = '/rest/decided_list'

/** `/rest/decided_list`, by id or name; the one thing that a token may delete (facts section 11). */
export function createDecidedListRoutes(soar: Soar): Route[] {
  const find = ({ params }: Call): Row => findList(soar, params.id ?? '')
  return [
    { method: 'get', path, answer: ({ query }) => reply(listRecords({ model: soar.models.decidedList }, { query })) },
    { method: 'post', path, answer: call => reply(createList(soar, call, requireObject(call.body))) },
    { method: 'get', path: `${path}/:id`, answer: call => reply(find(call)) },
    { method: 'get', path: `${path}/:id/formatted_content`, answer: call => formatList(find(call), call.query) },
    {
      method: 'post',
      path: `${path}/:id`,
      answer: call => reply(changeList(soar, call, { row: find(call), body: requireObject(call.body) })),
    },
    {
      method: 'delete',
      path: `${path}/:id`,
      isTokenEnough: true,
      answer(call) {
        const row = find(call)
        soar.tables.decidedList.remove(row.id)
        call.note({ effect: 'list.deleted', container: null, list: row.id })
        return reply({ success: true })
      },
    },
  ]
}

/** A name may be all digits; then it stands behind the id. */
function findList({ tables }: Soar, key: string): Row {
  const [named] = tables.decidedList.lookUp('name', key) ?? []
  const byId = /^\d+$/.test(key) ? tables.decidedList.find(readId(key)) : undefined
  const row = byId ?? (named === undefined ? undefined : tables.decidedList.find(named))
  if (row === undefined) throw notFound()
  return row
}

/** A list without content makes SOAR fall over, with 500; its text and that of a name in use are not verified. */
function createList({ tables }: Soar, call: Call, body: JsonObject): JsonObject {
  const name = requireText(body, 'name')
  if (body.content === undefined) throw new Failure(500, 'Server Error (500)')
  if ((tables.decidedList.lookUp('name', name)?.size ?? 0) > 0)
    throw new Failure(400, `List with name "${name}" already exists`)
  const now = readNow()
  const content = readRows(body.content)
  const row = tables.decidedList.insert({ name, content, create_time: now, modified_time: now, version: 1 })
  call.note({ effect: 'list.created', container: null, list: row.id })
  return { success: true, id: row.id }
}

/** `content` replaces all; else rows are replaced, then taken away, then added. */
function changeList({ tables }: Soar, call: Call, { row, body }: { row: Row; body: JsonObject }): JsonObject {
  const before = body.content === undefined ? readRows(row.content ?? []) : readRows(body.content)
  const replaced = replaceRows(before, body.update_rows ?? {})
  const gone = new Set(readPositions(body.delete_rows ?? []))
  const left = replaced.filter((_, position) => !gone.has(position))
  const content = [...left, ...readRows(body.append_rows ?? [])]
  tables.decidedList.update(row, { content, modified_time: readNow() })
  call.note({ effect: 'list.updated', container: null, list: row.id, fields: Object.keys(body) })
  return { success: true, id: row.id }
}

/** Rows of simple values; a list of values is one row. */
function readRows(content: Json): Json[][] {
  if (!Array.isArray(content)) throw invalid('content')
  const rows = content.length > 0 && content.every(isSimple) ? [content] : content
  return rows.map(row => {
    if (!Array.isArray(row) || !row.every(isSimple)) throw invalid('content')
    return row
  })
}

function replaceRows(rows: Json[][], changes: Json): Json[][] {
  if (!isObject(changes)) throw invalid('update_rows')
  const replaced = [...rows]
  for (const [position, row] of Object.entries(changes)) {
    if (!/^\d+$/.test(position) || Number(position) >= rows.length || !Array.isArray(row)) throw invalid('update_rows')
    replaced[Number(position)] = row
  }
  return replaced
}

function readPositions(positions: Json): number[] {
  const isList = Array.isArray(positions) && positions.every(position => typeof position === 'number')
  if (!isList) throw invalid('delete_rows')
  return positions.map(Number)
}

function isSimple(value: Json): boolean {
  return typeof value !== 'object' || value === null
}

function invalid(name: string): Failure {
  return new Failure(400, `Invalid value for "${name}"`)
}

/** `_output_format=csv` is a file; anything else the rows alone. */
function formatList(row: Row, query: URLSearchParams): Reply {
  const rows = readRows(row.content ?? [])
  if (query.get('_output_format') !== 'csv') return reply(rows)
  const lines = rows.map(cells => `${cells.map(formatCell).join(',')}\r\n`)
  return replyFile({ type: 'text/csv', name: `${String(row.name)}.csv`, bytes: Buffer.from(lines.join('')) })
}

function formatCell(cell: Json): string {
  const text = cell === null ? '' : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
