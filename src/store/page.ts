import type { SelectQueryBuilder } from 'kysely'
import type { Page, PageAsked } from '../domain/page'
import { BridgeError } from '../errors'
import type { Tables } from './tables'

/** A page by descending id; most ids begin with their time, so the newest come first. */
export interface PageQuery {
  limit: number
  /** The last id of the page before. */
  after: string | null
}

/** UUIDs, the short ids of keys, and the ids of results, which are UUIDs without dashes. */
const idShape = /^(?:[0-9a-f-]{36}|[0-9A-Za-z]{8}|[0-9a-f]{32})$/

/** Raises `invalid` where `after` is nothing that we gave out. */
export function pageOf({ limit, after }: PageAsked): PageQuery {
  if (after === undefined) return { limit, after: null }
  const id = Buffer.from(after, 'base64url').toString('utf8')
  if (!idShape.test(id)) {
    throw new BridgeError('invalid', '`after` is not the `next` of a page', { code: 'page-unknown' })
  }
  return { limit, after: id }
}

/** A full page may have a next one; its token is opaque to callers. */
export function toPage<R extends { id: string }, Item>(
  rows: readonly R[],
  limit: number,
  view: (row: R) => Item,
): Page<Item> {
  const last = rows.length < limit ? undefined : rows.at(-1)
  return { items: rows.map(view), next: last === undefined ? null : Buffer.from(last.id).toString('base64url') }
}

export function paged<Table extends keyof Tables, Selected>(
  query: SelectQueryBuilder<Tables, Table, Selected>,
  page: PageQuery,
): SelectQueryBuilder<Tables, Table, Selected> {
  // biome-ignore lint/suspicious/noExplicitAny: the column is `id` in every table listed here, which the types cannot say
  const byId = query as any
  const older = page.after === null ? byId : byId.where('id', '<', page.after)
  return older.orderBy('id', 'desc').limit(page.limit)
}
