import type { Issue, Person, Site } from '../site'
import { createPageTokens } from './page-tokens'
import type { CloudQuery } from './read-cloud-query'
import type { SearchIndex } from './search-index'
import { openSearch, runSearch } from './search-issues'

/** A page of a search on Cloud, or what Jira says against the query. */
export type Found = { issues: Issue[]; nextPageToken?: string } | { errors: string[] }

interface SearchedSite {
  site: Site
  index: SearchIndex
}

export function findPage({ site, index }: SearchedSite, query: CloudQuery, caller: Person): Found {
  const searcher = { site, caller, nowMs: site.now() }
  const search = openSearch(query.jql, searcher)
  if ('errors' in search) return search
  if (!search.isBounded) {
    return { errors: ['Unbounded JQL queries are not allowed here. Please add a search restriction to your query.'] }
  }
  const tokens = createPageTokens(site, query.jql)
  const after = query.nextPageToken === undefined ? null : tokens.read(query.nextPageToken)
  if (typeof after === 'string') return { errors: [after] }
  const { keyOf, compare } = search.ordering
  const all = runSearch(search, searcher, reconcile(site.issues, index.find(), query.reconcileIssues))
  const left = after === null ? all : all.filter(issue => compare(keyOf(issue), after) > 0)
  const issues = left.slice(0, query.maxResults)
  const last = issues.at(-1)
  if (last === undefined || left.length === issues.length) return { issues }
  return { issues, nextPageToken: tokens.write(keyOf(last)) }
}

/** Issues named for reconciliation are seen as they are, not as the index has them. */
function* reconcile(issues: Map<string, Issue>, indexed: Iterable<Issue>, ids: readonly number[]): Iterable<Issue> {
  const fresh = new Set(ids.map(String))
  for (const issue of indexed) if (!fresh.has(issue.id)) yield issue
  for (const id of fresh) {
    const issue = issues.get(id)
    if (issue !== undefined) yield issue
  }
}
