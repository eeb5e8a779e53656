import type { Request, Response, Router } from 'express'
import { findCaller } from '../authenticate'
import type { Jira } from '../jira'
import { readObject } from '../read-object'
import { refuse, refuseAnonymous } from '../refuse'
import type { RestVersion } from '../render/comment'
import { renderIssue } from '../render/issue'
import { createPageTokens } from '../search/page-tokens'
import { type CloudQuery, readCloudQuery } from '../search/read-cloud-query'
import { openSearch, runSearch } from '../search/search-issues'
import type { Issue, Person } from '../site'

const GONE =
  'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046'

/** Cloud: `GET` and `POST /search/jql`, `POST /search/approximate-count`, and 410 from `/search`. */
export function mountCloudSearch(router: Router, jira: Jira, version: RestVersion): void {
  router.all('/search', (_req, res) => refuse(res, 410, GONE))

  router.get('/search/jql', (req, res) => answerSearch({ jira, version, res }, readFromAddress(req)))
  router.post('/search/jql', (req, res) => answerSearch({ jira, version, res }, req.body))

  router.post('/search/approximate-count', (req, res) => {
    const caller = findCaller(res)
    if (caller === null) {
      refuseAnonymous(res, 'cloud')
      return
    }
    const searcher = { site: jira.site, caller, nowMs: jira.site.now() }
    const search = openSearch(String(readObject(req.body).jql ?? ''), searcher)
    if ('errors' in search) refuseSearch(res, search.errors)
    else res.json({ count: runSearch(search, searcher, jira.index.find()).length })
  })
}

/** In an address, lists are parted by commas and numbers are text. */
function readFromAddress({ query }: Request): Record<string, unknown> {
  const { fields, properties, reconcileIssues, maxResults, fieldsByKeys, failFast: _, ...plain } = query
  const split = (value: unknown) => [value].flat().flatMap(part => String(part).split(','))
  return {
    ...plain,
    ...(fields === undefined ? {} : { fields: split(fields) }),
    ...(properties === undefined ? {} : { properties: split(properties) }),
    ...(reconcileIssues === undefined ? {} : { reconcileIssues: split(reconcileIssues).map(Number) }),
    ...(maxResults === undefined ? {} : { maxResults: Number(maxResults) }),
    ...(fieldsByKeys === undefined ? {} : { fieldsByKeys: fieldsByKeys === 'true' }),
  }
}

interface Place {
  jira: Jira
  version: RestVersion
  res: Response
}

/** A stranger may search, and finds nothing. */
function answerSearch({ jira, version, res }: Place, body: unknown): void {
  const query = readCloudQuery(body)
  const caller = findCaller(res)
  if ('error' in query) {
    refuse(res, 400, query.error)
    return
  }
  if (caller === null) {
    res.json({ issues: [], isLast: true })
    return
  }
  const page = findPage(jira, query, caller)
  if ('errors' in page) refuseSearch(res, page.errors)
  else {
    const { issues, nextPageToken } = page
    const shown = issues.map(issue => showFound(jira, issue, { query, version, caller }))
    res.json({ issues: shown, ...(nextPageToken === undefined ? { isLast: true } : { nextPageToken, isLast: false }) })
  }
}

type Found = { issues: Issue[]; nextPageToken?: string } | { errors: string[] }

function findPage({ site, index }: Jira, query: CloudQuery, caller: Person): Found {
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

/** Without a word about fields, an id is all that comes. */
function showFound(
  { site }: Jira,
  issue: Issue,
  view: { query: CloudQuery; version: RestVersion; caller: Person },
): unknown {
  const { query, version, caller } = view
  const { expand, fields, properties } = query
  if (fields.every(name => name === 'id')) return { id: issue.id }
  const whole = renderIssue(site, issue, {
    version,
    caller,
    wanted: fields.join(','),
    ...(expand === undefined ? {} : { expand }),
    ...(properties.length === 0 ? {} : { properties }),
  })
  return fields.every(name => name === 'id' || name === 'key')
    ? { id: issue.id, self: whole.self, key: issue.key }
    : whole
}

export function refuseSearch(res: Response, errors: string[]): void {
  res.status(400).json({ errorMessages: errors, errors: {} })
}
