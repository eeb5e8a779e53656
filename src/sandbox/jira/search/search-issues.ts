import type { Issue } from '../site'
import { compileClause, type Searcher } from './jql-compile'
import { createOrdering, type Ordering, type SortKey } from './jql-order'
import { parseJql } from './jql-parse'

/** A query that Jira took: what it finds, in its order. */
export interface Search {
  /** False: the query restricts nothing, which Cloud does not allow. */
  isBounded: boolean
  ordering: Ordering
  matches(issue: Issue): boolean
}

/** Reads a query as this caller's; or all that Jira says against it. */
export function openSearch(jql: string, searcher: Searcher): Search | { errors: string[] } {
  const query = parseJql(jql)
  if ('error' in query) return { errors: [query.error] }
  const errors: string[] = []
  const matches = query.where === null ? () => true : compileClause(query.where, searcher, errors)
  const ordering = createOrdering(searcher.site, query.order, errors)
  if (errors.length > 0) return { errors }
  return { isBounded: query.where !== null, ordering, matches }
}

/** The part of a search's result that is wanted, and how many there are in all. */
export interface Found {
  issues: Issue[]
  total: number
}

/** Those of the issues that the search finds and its caller may see: the first ones in order, after a place in it. */
export function runSearch(
  search: Search,
  searcher: Searcher,
  wanted: { issues: Iterable<Issue>; limit: number; after?: SortKey | null },
): Found {
  const { keyOf, compare } = search.ordering
  const { limit, after = null } = wanted
  const best = createBest<{ issue: Issue; key: SortKey }>(limit, (a, b) => compare(a.key, b.key))
  let total = 0
  for (const issue of wanted.issues) {
    const isOpen = issue.project.readers?.includes(searcher.caller.name) ?? true
    if (!isOpen || !search.matches(issue)) continue
    const key = keyOf(issue)
    if (after !== null && compare(key, after) <= 0) continue
    total++
    best.offer({ issue, key })
  }
  return { issues: best.take().map(({ issue }) => issue), total }
}

/** Keeps the first few of many without sorting all of them. */
function createBest<Item>(limit: number, compare: (a: Item, b: Item) => number) {
  let kept: Item[] = []
  let worst: Item | undefined
  const cut = () => {
    kept = kept.sort(compare).slice(0, limit)
    worst = kept.length === limit ? kept.at(-1) : undefined
  }
  return {
    offer: (item: Item) => {
      if (worst !== undefined && compare(item, worst) >= 0) return
      kept.push(item)
      if (kept.length >= 2 * limit + 100) cut()
    },
    take: () => {
      cut()
      return kept
    },
  }
}
