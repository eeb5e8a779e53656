import { isJsonObject, type Json, type JsonObject } from '../../domain/json'
import { BridgeError, isBridgeError } from '../../errors'
import type { ReadCall } from './call'
import { buildQuery, type ListQuery, pageSizeOf } from './query'

export interface Page {
  items: JsonObject[]
  /** All that match, as SOAR counts them; null where it does not. */
  count: number | null
  /** As SOAR counts them; null where the answer is a bare array. */
  pages: number | null
}

/** One page of a list. The page beyond the end, where SOAR fails (soar.md section 4), is empty and the last. */
export async function readPage(call: ReadCall, path: string, at: { list: ListQuery; number: number }): Promise<Page> {
  let body: Json
  try {
    body = await call.get(path, buildQuery(at.list, at.number))
  } catch (error) {
    if (isBridgeError(error) && error.code === 'page-beyond-end') return { items: [], count: null, pages: at.number }
    throw error
  }
  const data = isJsonObject(body) ? body.data : body
  if (!Array.isArray(data) || !data.every(isJsonObject)) throw brokenList(path, 'it is no list of records')
  if (!isJsonObject(body)) return { items: data, count: null, pages: null }
  const count = typeof body.count === 'number' ? body.count : null
  return { items: data, count, pages: pagesOf(body, count, pageSizeOf(at.list)) }
}

function pagesOf(envelope: JsonObject, count: number | null, pageSize: number): number | null {
  if (typeof envelope.num_pages === 'number') return envelope.num_pages
  return count === null ? null : Math.ceil(count / pageSize)
}

/** Whether nothing follows; of a bare array only a short page tells. */
export function isLastPage(page: Page, at: { list: ListQuery; number: number }): boolean {
  return page.pages === null ? page.items.length < pageSizeOf(at.list) : at.number + 1 >= page.pages
}

export function brokenList(path: string, says: string): BridgeError {
  return new BridgeError('unavailable', `GET ${path}: the list cannot be read: ${says}`, { code: 'unreadable-answer' })
}
