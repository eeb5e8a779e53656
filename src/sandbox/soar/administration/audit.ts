import { Failure, type Reply, reply, replyFile } from '../envelope'
import { normalizeInstant, readNow, shiftInstant } from '../instant'
import type { Json, JsonObject } from '../json'
import type { Effect } from '../ledger'
import { type Route, readId } from '../route'
import type { Soar } from '../soar'
import type { Row, Table } from '../table'
import type { Tables } from '../tables'

const DEFAULT_SPAN_MS = 30 * 86_400_000

/** Effects that are no change of an object. */
const UNAUDITED = ['duplicate', 'triggered']

/** Columns as SOAR spells them (facts section 11). */
const COLUMNS = [
  'AUDIT ID',
  'AUDIT SOURCE',
  'TIME',
  'USER',
  'USER ID',
  'IP ADDRESS',
  'OBJECT TYPE',
  'OBJECT ID',
  'RELATED OBJECT TYPE',
  'RELATED OBJECT ID',
  'CHANGED FIELD',
  'OLD VALUE',
  'NEW VALUE',
  'NOTE',
  'TENANTS',
]

/** Writes an effect into the trail: a line for each changed field. What a field held before is not kept. */
export function recordAudit(tables: Tables, effect: Effect, by: { user: Row; address: string }): void {
  const [kind = '', verb = ''] = effect.effect.split('.')
  if (UNAUDITED.includes(verb)) return
  const id = Number(effect[kind] ?? 0)
  const object = findTable(tables, kind)?.find(id)
  const fields = verb === 'updated' && Array.isArray(effect.fields) ? effect.fields.map(String) : ['']
  const isInContainer = effect.container !== null && kind !== 'container'
  for (const field of fields) {
    tables.audit.insert({
      'AUDIT SOURCE': kind,
      TIME: readNow(),
      USER: by.user.username ?? null,
      'USER ID': by.user.id,
      'IP ADDRESS': by.address,
      'OBJECT TYPE': kind,
      'OBJECT ID': id,
      'RELATED OBJECT TYPE': isInContainer ? 'container' : '',
      'RELATED OBJECT ID': isInContainer ? effect.container : null,
      'CHANGED FIELD': field,
      'OLD VALUE': '',
      'NEW VALUE': object?.[field] ?? '',
      NOTE: `${kind} ${verb}`,
      TENANTS: object?.tenant === undefined ? [] : [object.tenant],
    })
  }
}

function findTable(tables: Tables, kind: string): Table | undefined {
  return Object.hasOwn(tables, kind) ? tables[kind as keyof Tables] : undefined
}

/** `/rest/audit` and the trail of one container: bare arrays, the newest first, of the last 30 days unless asked otherwise. */
export function createAuditRoutes({ tables }: Soar): Route[] {
  return [
    { method: 'get', path: '/rest/audit', answer: ({ query }) => answerAudit(tables, query) },
    {
      method: 'get',
      path: '/rest/container/:id/audit',
      answer({ params, query }) {
        const asked = new URLSearchParams([...query].filter(([name]) => name !== 'container'))
        asked.set('container', String(readId(params.id)))
        return answerAudit(tables, asked)
      },
    },
  ]
}

/** That `user` asks for changes by somebody and the others for changes of something is not verified, nor is `sort`. */
function answerAudit({ audit }: Tables, query: URLSearchParams): Reply {
  const start = readBound(query, 'start') ?? shiftInstant(readNow(), -DEFAULT_SPAN_MS)
  const end = readBound(query, 'end')
  const isAsked = listTests(query)
  const rows = [...audit.rows()].filter(row => {
    const time = String(row.TIME)
    return time >= start && (end === null || time <= end) && isAsked.every(matches => matches(row))
  })
  if (query.get('sort') !== 'asc') rows.reverse()
  const lines = rows.map(({ id, ...line }) => ({ 'AUDIT ID': id, ...line }))
  return query.get('format') === 'csv' ? replyCsv(lines) : reply(lines)
}

/** Each parameter may come several times; then any of its values will do. An empty one asks for nothing. */
function listTests(query: URLSearchParams): ((row: Row) => boolean)[] {
  const objects = ['container', 'role', 'playbook', 'asset'].flatMap(kind => {
    const ids = valuesOf(query, kind)
    return ids.length === 0 ? [] : [(row: Row) => concerns(row, kind, ids)]
  })
  const users = valuesOf(query, 'user')
  const isBy = (row: Row): boolean => users.includes(String(row['USER ID'])) || users.includes(String(row.USER))
  return users.length === 0 ? objects : [...objects, isBy]
}

function valuesOf(query: URLSearchParams, name: string): string[] {
  return query.getAll(name).filter(value => value !== '')
}

function concerns(row: Row, kind: string, ids: readonly string[]): boolean {
  const isObject = row['OBJECT TYPE'] === kind && ids.includes(String(row['OBJECT ID']))
  return isObject || (row['RELATED OBJECT TYPE'] === kind && ids.includes(String(row['RELATED OBJECT ID'])))
}

function readBound(query: URLSearchParams, name: string): string | null {
  const text = query.get(name)
  if (text === null || text === '') return null
  const instant = normalizeInstant(text)
  if (instant === null) throw new Failure(400, `Invalid value for "${name}"`)
  return instant
}

function replyCsv(lines: readonly JsonObject[]): Reply {
  const cells = [COLUMNS, ...lines.map(line => COLUMNS.map(column => line[column] ?? ''))]
  const text = cells.map(row => `${row.map(quote).join(',')}\r\n`).join('')
  return replyFile({ type: 'text/csv', name: 'audit.csv', bytes: Buffer.from(text) })
}

function quote(value: Json): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
