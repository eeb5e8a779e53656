import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../domain/json'
import { BridgeError, isBridgeError } from '../../errors'
import type { ReadCall } from './call'
import { buildQuery, type ListQuery, pageSizeOf } from './query'

const mostPages = 500

interface Page {
  items: JsonObject[]
  /** As SOAR counts them; null where the answer is a bare array. */
  pages: number | null
}

/**
 * Every record of a list, page after page, each once. Ends where `num_pages` says so, never by looping until a page is
 * empty: beyond the end SOAR fails instead (soar.md section 4), which is taken for the end too. Raises `unavailable` where
 * pages repeat or do not end, for half a list must not pass for the whole.
 */
export async function* walk(call: ReadCall, path: string, list: ListQuery): AsyncGenerator<JsonObject> {
  const seen = new Set<string>()
  for (let number = 0; number < mostPages; number += 1) {
    const page = await readPage(call, path, { list, number })
    const fresh = page.items.filter(item => !seen.has(identityOf(item)))
    if (page.items.length > 0 && fresh.length === 0) {
      if (page.pages === null) return
      throw brokenList(path, 'its pages repeat')
    }
    for (const item of fresh) seen.add(identityOf(item))
    yield* fresh
    if (page.pages === null ? page.items.length < pageSizeOf(list) : number + 1 >= page.pages) return
  }
  throw brokenList(path, `it has more than ${mostPages} pages`)
}

/** The whole list at once. */
export async function readAll(call: ReadCall, path: string, list: ListQuery): Promise<JsonObject[]> {
  const items: JsonObject[] = []
  for await (const item of walk(call, path, list)) items.push(item)
  return items
}

async function readPage(call: ReadCall, path: string, at: { list: ListQuery; number: number }): Promise<Page> {
  let body: Json
  try {
    body = await call.get(path, buildQuery(at.list, at.number))
  } catch (error) {
    if (isBridgeError(error) && error.code === 'page-beyond-end') return { items: [], pages: at.number }
    throw error
  }
  const data = isJsonObject(body) ? body.data : body
  if (!Array.isArray(data) || !data.every(isJsonObject)) throw brokenList(path, 'it is no list of records')
  return { items: data, pages: isJsonObject(body) ? pagesOf(body, pageSizeOf(at.list)) : null }
}

function pagesOf(envelope: JsonObject, pageSize: number): number | null {
  if (typeof envelope.num_pages === 'number') return envelope.num_pages
  return typeof envelope.count === 'number' ? Math.ceil(envelope.count / pageSize) : null
}

function identityOf(item: JsonObject): string {
  return canonicalJson(item.id ?? item)
}

function brokenList(path: string, says: string): BridgeError {
  return new BridgeError('unavailable', `GET ${path}: the list cannot be read: ${says}`, { code: 'unreadable-answer' })
}
