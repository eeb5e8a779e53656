import { canonicalJson, type JsonObject } from '../../domain/json'
import { readId } from './answer'
import type { ReadCall } from './call'
import { type ListQuery, pathOf } from './query'
import { brokenList, isLastPage, type Page, readPage } from './read-page'

/** A million records; beyond it something is wrong. */
const mostPages = 10_000

/** What one request of a walk brought, and how many records there were when it began. */
export interface Stretch {
  items: JsonObject[]
  /** Null where SOAR does not count. */
  total: number | null
}

interface Walk {
  call: ReadCall
  path: string
  list: ListQuery
}

/**
 * Every record of a list, each once, and nothing that is there during the whole walk is missed, whatever is added or
 * deleted meanwhile. By id each request asks for what lies beyond the last one (`id__gt`). In any other order pages are
 * read by number and then, where there were several, once more by id: a record deleted between two pages moves others
 * onto pages already read; these come last. Ends where `num_pages` says so, never by looping until a page is empty. Bare
 * arrays and records without an id are read by number alone. Raises `unavailable` where pages repeat or do not end, for
 * half a list must not pass for the whole.
 */
export async function* walk(call: ReadCall, path: string, list: ListQuery): AsyncGenerator<JsonObject> {
  for await (const { items } of walkStretches(call, path, list)) yield* items
}

/** As `walk`, request by request: for who shows how far it is. */
export async function* walkStretches(call: ReadCall, path: string, list: ListQuery): AsyncGenerator<Stretch> {
  const first = await readPage(call, path, { list, number: 0 })
  for await (const items of walkFrom(first, { call, path, list })) yield { items, total: first.count }
}

/** The whole list at once. */
export async function readAll(call: ReadCall, path: string, list: ListQuery): Promise<JsonObject[]> {
  const items: JsonObject[] = []
  for await (const item of walk(call, path, list)) items.push(item)
  return items
}

async function* walkFrom(first: Page, at: Walk): AsyncGenerator<JsonObject[]> {
  const ids = first.items.map(({ id }) => Number(readId(id)))
  const hasIds = first.pages !== null && ids.every(id => id > 0)
  const isById = (at.list.sort ?? 'id') === 'id'
  if (isById && hasIds && ids.length > 0 && areInOrder(ids, at.list)) return yield* walkById(at, first)
  const seen = new Set<string>()
  const isRepaired = hasIds && !isById
  let reads = 0
  for await (const { items, pages } of walkByNumber(at, first)) {
    const fresh = takeFresh(items, seen)
    const isRepeated = items.length > 0 && fresh.length === 0
    if (isRepeated && pages === null) return
    if (isRepeated && !isRepaired) throw brokenList(at.path, 'its pages repeat')
    yield fresh
    reads += 1
  }
  if (reads === 1 || !isRepaired) return
  const again: Walk = { ...at, list: { ...at.list, sort: 'id', order: 'asc' } }
  const start = await readPage(at.call, at.path, { list: again.list, number: 0 })
  for await (const items of walkById(again, start)) yield takeFresh(items, seen)
}

async function* walkByNumber({ call, path, list }: Walk, first: Page): AsyncGenerator<Page> {
  let page = first
  for (let number = 0; number < mostPages; number += 1) {
    if (number > 0) page = await readPage(call, path, { list, number })
    yield page
    if (isLastPage(page, { list, number })) return
  }
  throw brokenList(path, `it has more than ${mostPages} pages`)
}

/** Always the first page beyond the last id: nothing that happens before it can move it. */
async function* walkById({ call, path, list }: Walk, first: Page): AsyncGenerator<JsonObject[]> {
  let page = first
  let number = 0
  let bound: number | null = null
  for (let reads = 0; reads < mostPages; reads += 1) {
    if (reads > 0) page = await readPage(call, path, { list: listBeyond(list, bound), number })
    const ids = page.items.map(({ id }) => Number(readId(id)))
    if (!areInOrder(bound === null ? ids : [bound, ...ids], list) || ids[0] === bound) {
      throw brokenList(path, 'it is not in the order of its ids')
    }
    // Joins can make one record come twice.
    yield page.items.filter((_, index) => index === 0 || ids[index] !== ids[index - 1])
    if (isLastPage(page, { list, number })) return
    // An empty page that says it is not the last one leaves the bound where it is.
    number = ids.length === 0 ? number + 1 : 0
    bound = ids.at(-1) ?? bound
  }
  throw brokenList(path, `it has more than ${mostPages} pages`)
}

/** A bound that the list has itself lies behind the first page. */
function listBeyond(list: ListQuery, bound: number | null): ListQuery {
  if (bound === null) return list
  const operator = list.order === 'desc' ? 'lt' : 'gt'
  const others = (list.filters ?? []).filter(filter => filter.exclude === true || pathOf(filter) !== `id__${operator}`)
  return { ...list, filters: [...others, { field: 'id', operator, value: bound }] }
}

/** Equal ones may follow each other. What has no id is 0 and never in order. */
function areInOrder(ids: readonly number[], { order }: ListQuery): boolean {
  const sign = order === 'desc' ? -1 : 1
  return ids.every((id, index) => id > 0 && (index === 0 || sign * (id - (ids[index - 1] ?? 0)) >= 0))
}

function takeFresh(items: readonly JsonObject[], seen: Set<string>): JsonObject[] {
  return items.filter(item => {
    const identity = canonicalJson(item.id ?? item)
    const isFresh = !seen.has(identity)
    seen.add(identity)
    return isFresh
  })
}
