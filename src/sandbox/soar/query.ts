import { Failure } from './envelope'
import { cannotResolve, compileFilter, type Filter } from './filter'
import { isObject, type Json, type JsonObject } from './json'
import type { Model } from './model'
import type { Row } from './table'

const DEFAULT_PAGE_SIZE = 10

/** A list as asked for by the query string, within `only` where the path names a parent. */
export interface ListRequest {
  model: Model
  query: URLSearchParams
  only?: ReadonlySet<number> | null
}

/** The envelope of a list: `{"count": all matches, "num_pages", "data": one page}`. */
export function answerList({ model, query, only = null }: ListRequest): JsonObject {
  const filters = [...query].flatMap(([name, text]) => compileFilter(model, name, text) ?? [])
  const sort = readSort(model, query)
  const rows = [...pickRows(model, filters, only)]
    .filter(row => filters.every(filter => filter.matches(row)))
    .sort(sort)
  const size = readCount(query, 'page_size', DEFAULT_PAGE_SIZE) || Math.max(rows.length, 1)
  const page = readCount(query, 'page', 0)
  const pages = Math.ceil(rows.length / size)
  if (page > 0 && page >= pages) throw new Failure(400, 'That page contains no results')
  return {
    count: rows.length,
    num_pages: pages,
    data: rows.slice(page * size, (page + 1) * size).map(row => present(row, query)),
  }
}

/** A list leaves `data` out unless it is asked for. */
function present({ data, ...rest }: Row, query: URLSearchParams): JsonObject {
  return data !== undefined && query.has('include_expensive') ? { ...rest, data } : rest
}

/** The rows of the narrowest index; the whole table only where no filter has one. */
function pickRows(model: Model, filters: Filter[], only: ReadonlySet<number> | null): Iterable<Row> {
  const sets = [only, ...filters.map(filter => filter.candidates())].filter(set => set !== null)
  if (sets.length === 0) return model.table.rows()
  const narrowest = sets.reduce((a, b) => (b.size < a.size ? b : a))
  const ids = only === null ? [...narrowest] : [...narrowest].filter(id => only.has(id))
  return ids.flatMap(id => model.table.find(id) ?? [])
}

function readCount(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name)
  if (text === null) return fallback
  if (!/^\d{1,9}$/.test(text)) throw new Failure(400, 'That page number is not an integer')
  return Number(text)
}

type Order = (a: Row, b: Row) => number

/** Nulls come last going up and first going down, as in PostgreSQL; ties and no sort at all go by id. */
function readSort(model: Model, query: URLSearchParams): Order {
  const byId: Order = (a, b) => a.id - b.id
  const name = query.get('sort')
  if (name === null) return byId
  const read = readSortKey(model, name)
  const direction = query.get('order') === 'desc' ? -1 : 1
  return (a, b) => direction * compareValues(read(a), read(b)) || byId(a, b)
}

function readSortKey(model: Model, name: string): (row: Row) => Json {
  const [, custom] = /^custom_fields\.(.+)$/.exec(name) ?? []
  if (custom !== undefined && model.fields.has('custom_fields'))
    return row => (isObject(row.custom_fields) ? (row.custom_fields[custom] ?? null) : null)
  const field = model.fields.get(name)
  if (field === undefined || field.kind === 'json') throw cannotResolve(name, model)
  return field.read
}

function compareValues(a: Json, b: Json): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}
