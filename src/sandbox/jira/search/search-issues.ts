import type { Issue } from '../site'
import { compileClause, type Searcher } from './jql-compile'
import { createOrdering, type Ordering } from './jql-order'
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

/** Those of the issues that the search finds and its caller may see, in order. */
export function runSearch(search: Search, searcher: Searcher, issues: Iterable<Issue>): Issue[] {
  const found: { issue: Issue; key: ReturnType<Ordering['keyOf']> }[] = []
  for (const issue of issues) {
    const isOpen = issue.project.readers?.includes(searcher.caller.name) ?? true
    if (isOpen && search.matches(issue)) found.push({ issue, key: search.ordering.keyOf(issue) })
  }
  return found.sort((a, b) => search.ordering.compare(a.key, b.key)).map(({ issue }) => issue)
}
