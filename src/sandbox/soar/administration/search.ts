import { Failure, reply } from '../envelope'
import { isObject, type Json, type JsonObject } from '../json'
import type { Route } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'

/** One kind of object as the search sees it. */
interface Category {
  category: string
  verbose: string
  fields: readonly string[]
  address(row: Row): string
}

const CATEGORIES = {
  container: {
    category: 'container',
    verbose: 'Container',
    fields: ['name', 'description', 'source_data_identifier', 'label', 'tags'],
    address: row => `/mission/${row.id}/`,
  },
  artifact: {
    category: 'artifact',
    verbose: 'Artifact',
    fields: ['name', 'description', 'source_data_identifier', 'cef', 'tags'],
    address: row => `/mission/${String(row.container)}/`,
  },
  asset: {
    category: 'asset',
    verbose: 'Asset',
    fields: ['name', 'description', 'product_vendor', 'product_name'],
    address: row => `/asset/${row.id}`,
  },
} as const satisfies Record<string, Category>

const DEFAULT_PAGE_SIZE = 10

/**
 * `/rest/search` (facts section 11): pages count from 1, ids are text, a match shows its text in `<b>`. Categories that
 * the sandbox does not search (app, action, playbook, docs) find nothing.
 */
export function createSearchRoutes(soar: Soar, readUrl: () => string): Route[] {
  return [
    {
      method: 'get',
      path: '/rest/search',
      answer({ query }) {
        const wanted = (query.get('query') ?? '').toLowerCase()
        if (wanted === '') throw new Failure(400, 'Missing required parameter: query')
        const results = findAll(soar, wanted, { query, url: readUrl() })
        return reply(cutPage(results, query))
      },
    },
  ]
}

function findAll({ tables }: Soar, wanted: string, asked: { query: URLSearchParams; url: string }): JsonObject[] {
  const categories = asked.query.get('categories')?.split(',')
  const tenant = asked.query.get('tenant')
  return Object.values(CATEGORIES)
    .filter(({ category }) => categories === undefined || categories.includes(category))
    .flatMap(category => [...tables[category.category].rows()].map(row => ({ category, row })))
    .filter(({ row }) => tenant === null || row.tenant === undefined || String(row.tenant) === tenant)
    .flatMap(({ category, row }) => {
      const match = matchRow(category, row, wanted)
      if (Object.keys(match).length === 0) return []
      const url = asked.url + category.address(row)
      return [{ id: String(row.id), category: category.category, verbose: category.verbose, url, match }]
    })
}

function matchRow({ fields }: Category, row: Row, wanted: string): JsonObject {
  return Object.fromEntries(
    fields.flatMap(field => {
      const text = toText(row[field] ?? null)
      const start = text.toLowerCase().indexOf(wanted)
      const end = start + wanted.length
      return start < 0 ? [] : [[field, `${text.slice(0, start)}<b>${text.slice(start, end)}</b>${text.slice(end)}`]]
    }),
  )
}

function toText(value: Json): string {
  if (value === null) return ''
  if (Array.isArray(value)) return value.map(toText).join(' ')
  return isObject(value) ? Object.values(value).map(toText).join(' ') : String(value)
}

function cutPage(results: JsonObject[], query: URLSearchParams): JsonObject {
  const size = readCount(query, 'page_size', DEFAULT_PAGE_SIZE) || Math.max(results.length, 1)
  const page = readCount(query, 'page', 1)
  return {
    count: results.length,
    num_pages: Math.ceil(results.length / size),
    page,
    results: page === 0 ? [] : results.slice((page - 1) * size, page * size),
  }
}

function readCount(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name)
  if (text === null) return fallback
  if (!/^\d{1,9}$/.test(text)) throw new Failure(400, `Invalid value for "${name}"`)
  return Number(text)
}
