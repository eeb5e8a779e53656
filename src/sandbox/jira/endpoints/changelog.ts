import type { Router } from 'express'
import type { Jira } from '../jira'
import { readPage, wrapPage } from '../page'
import { readObject } from '../read-object'
import { renderHistory } from '../render/expand'
import { findIssue } from './find-issue'

/** `GET …/changelog`, the oldest change first, and `POST …/changelog/list`: on Cloud only. */
export function mountChangelog(router: Router, jira: Jira): void {
  const { site } = jira
  if (site.flavor !== 'cloud') return

  router.get('/issue/:idOrKey/changelog', (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue === undefined) return
    const page = readPage(req.query, { size: 100, max: 100 })
    const url = `${site.url}${req.originalUrl.split('?')[0]}`
    res.json(wrapPage(issue.history, page, { url, show: entry => renderHistory(site, entry) }))
  })

  router.post('/issue/:idOrKey/changelog/list', (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue === undefined) return
    const { changelogIds } = readObject(req.body)
    const wanted = new Set((Array.isArray(changelogIds) ? changelogIds : []).map(String))
    const found = issue.history.filter(({ id }) => wanted.has(id))
    const histories = found.map(entry => renderHistory(site, entry))
    res.json({ startAt: 0, maxResults: found.length, total: found.length, histories })
  })
}
