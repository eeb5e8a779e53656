import { isJsonObject, type JsonObject } from '../../../domain/json'
import { BridgeError } from '../../../errors'
import type { ReadCall } from '../call'
import { checkId } from '../query'
import { referenceOf, strangeAnswer, textOf } from './record'

const path = '/rest/search'
const pageSize = 100
const mostPages = 100

export type SearchCategory = 'container' | 'artifact' | 'asset' | 'app' | 'action' | 'playbook' | 'docs'

export interface Search {
  text: string
  /** All where missing. */
  categories?: readonly SearchCategory[]
  tenantId?: string
}

export interface Found {
  /** Null for pages of the manual, which have none. */
  id: string | null
  category: string
  url: string | null
  /** Field by field, with the match in `<b>`: text from SOAR, never markup to be trusted. */
  match: Record<string, string>
}

/**
 * GET /rest/search, page after page; its pages count from 1 and end where `num_pages` says so. Raises `rejected` with code
 * `rejected` where there is nothing to look for.
 */
export async function* search(call: ReadCall, wanted: Search): AsyncGenerator<Found> {
  if (wanted.text.trim() === '') throw new BridgeError('rejected', 'A search needs a text', { code: 'rejected' })
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await call.get(path, encodeSearch(wanted, page))
    if (!isJsonObject(answer) || !Array.isArray(answer.results)) throw strangeAnswer(path, 'it has no results')
    const results = answer.results.filter(isJsonObject)
    yield* results.map(readFound)
    if (results.length === 0 || page >= Number(answer.num_pages ?? 1)) return
  }
}

function encodeSearch({ text, categories, tenantId }: Search, page: number): [string, string][] {
  return [
    ['query', text],
    ...(categories === undefined ? [] : [['categories', categories.join(',')] satisfies [string, string]]),
    ...(tenantId === undefined ? [] : [['tenant', checkId(tenantId)] satisfies [string, string]]),
    ['page', String(page)],
    ['page_size', String(pageSize)],
  ]
}

function readFound(record: JsonObject): Found {
  const match = isJsonObject(record.match) ? Object.entries(record.match) : []
  return {
    id: referenceOf(record.id),
    category: textOf(record.category) ?? '',
    url: textOf(record.url),
    match: Object.fromEntries(match.flatMap(([field, text]) => (typeof text === 'string' ? [[field, text]] : []))),
  }
}
