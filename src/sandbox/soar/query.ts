import { Failure } from './envelope'
import { cannotResolve, compileFilter, type Filter } from './filter'
import { isObject, type Json, type JsonObject } from './json'
import type { Model } from './model'
import { presentInList, presentRecord } from './query/present'
import { selectWindow } from './query/select-window'
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
  const size = readCount(query, 'page_size', DEFAULT_PAGE_SIZE)
  const page = readCount(query, 'page', 0)
  const rows = pickRows(model, filters, only).filter(row => filters.every(filter => filter.matches(row)))
  const length = size || Math.max(rows.length, 1)
  const pages = Math.ceil(rows.length / length)
  if (page > 0 && page >= pages) throw new Failure(model.pageBeyondEnd ?? 400, 'That page contains no results')
  const shown = sort(rows, { start: page * length, end: (page + 1) * length })
  return { count: rows.length, num_pages: pages, data: shown.map(row => presentInList(model, row, query)) }
}

/** One record as its own path shows it. */
export function answerRecord({ model, row, query }: { model: Model; row: Row; query: URLSearchParams }): JsonObject {
  return presentRecord(model, row, query)
}

/** The rows of the narrowest index; the whole table only where no filter has one. By id, as the table itself. */
function pickRows(model: Model, filters: Filter[], only: ReadonlySet<number> | null): Row[] {
  const sets = [only, ...filters.map(filter => filter.candidates())].filter(set => set !== null)
  if (sets.length === 0) return [...model.table.rows()]
  const narrowest = sets.reduce((a, b) => (b.size < a.size ? b : a))
  const ids = only === null ? [...narrowest] : [...narrowest].filter(id => only.has(id))
  return ids.sort((a, b) => a - b).flatMap(id => model.table.find(id) ?? [])
}

function readCount(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name)
  if (text === null) return fallback
  if (/^-\d{1,9}$/.test(text)) throw new Failure(400, 'That page number is less than 1')
  if (!/^\d{1,9}$/.test(text)) throw new Failure(400, 'That page number is not an integer')
  return Number(text)
}

/** Takes rows in the order of their ids and gives a window of them in the order asked for. */
type Sort = (rows: Row[], window: { start: number; end: number }) => Row[]

/** Nulls come last going up and first going down, as in PostgreSQL; ties and no sort at all go by id. */
function readSort(model: Model, query: URLSearchParams): Sort {
  const name = query.get('sort')
  const isDown = query.get('order') === 'desc'
  if (name === null || (name === 'id' && !isDown)) return (rows, { start, end }) => rows.slice(start, end)
  const read = readSortKey(model, name)
  const direction = isDown ? -1 : 1
  return (rows, window) => {
    const keys = rows.map(read)
    // Rows come in the order of their ids, so their places decide between equal keys.
    const compare = (a: number, b: number): number =>
      direction * compareValues(keys[a] ?? null, keys[b] ?? null) || a - b
    const places = selectWindow([...rows.keys()], compare, window)
    return places.flatMap(place => rows[place] ?? [])
  }
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
