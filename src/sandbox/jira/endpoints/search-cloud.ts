import type { Request, Response, Router } from 'express'
import { findCaller } from '../authenticate'
import type { Jira } from '../jira'
import { refuse, refuseSearch } from '../refuse'
import type { RestVersion } from '../render/comment'
import { renderIssue } from '../render/issue'
import { findPage } from '../search/find-page'
import { type CloudQuery, readCloudQuery } from '../search/read-cloud-query'
import type { Issue, Person } from '../site'

const GONE =
  'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046'

/** Cloud: `GET` and `POST /search/jql`, and 410 from `/search`. */
export function mountCloudSearch(router: Router, jira: Jira, version: RestVersion): void {
  router.all('/search', (_req, res) => refuse(res, 410, GONE))

  router.get('/search/jql', (req, res) => answerSearch({ jira, version, res }, readFromAddress(req)))
  router.post('/search/jql', (req, res) => answerSearch({ jira, version, res }, req.body))
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
