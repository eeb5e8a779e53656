import type { Response, Router } from 'express'
import { findCaller } from '../authenticate'
import type { Jira } from '../jira'
import { cutPage, readPage } from '../page'
import { readObject } from '../read-object'
import { refuseSearch } from '../refuse'
import { renderIssue } from '../render/issue'
import { openSearch, runSearch } from '../search/search-issues'

/** Data Center: `GET` and `POST /search`, by numbers of issues. */
export function mountDataCenterSearch(router: Router, jira: Jira): void {
  router.get('/search', (req, res) => answerSearch(jira, res, { ...req.query }))
  router.post('/search', (req, res) => answerSearch(jira, res, readObject(req.body)))
}

function answerSearch(jira: Jira, res: Response, asked: Record<string, unknown>): void {
  const { site, index } = jira
  const { jql = '', fields = '*navigable', expand = '', startAt, maxResults, validateQuery = true } = asked
  const page = readPage({ startAt: text(startAt, 0), maxResults: text(maxResults, 50) }, { size: 50, max: 1000 })
  const caller = findCaller(res)
  if (caller === null) {
    res.json({ expand: 'schema,names', ...page, total: 0, issues: [] })
    return
  }
  const searcher = { site, caller, nowMs: site.now(), isStrict: String(validateQuery) !== 'false' }
  const search = openSearch(String(jql), searcher)
  if ('errors' in search) {
    refuseSearch(res, search.errors)
    return
  }
  const limit = page.startAt + page.maxResults
  const found = runSearch(search, searcher, { issues: index.find(), limit })
  const view = { version: 2, caller, wanted: [fields].flat().join(','), expand: [expand].flat().join(',') } as const
  const issues = cutPage(found.issues, page).map(issue => renderIssue(site, issue, view))
  res.json({ expand: 'schema,names', ...page, total: found.total, issues })
}

function text(value: unknown, otherwise: number): string {
  return String(value ?? otherwise)
}
