import type { Router } from 'express'
import { findCaller } from '../authenticate'
import type { Jira } from '../jira'
import { readObject } from '../read-object'
import { refuse } from '../refuse'
import type { RestVersion } from '../render/comment'
import { renderIssue } from '../render/issue'
import { maySeeProject } from '../visibility'

const MOST = 100

/** Cloud: `POST /issue/bulkfetch`, issues in the order of their ids; what is not there for this caller is left out. */
export function mountBulkFetch(router: Router, jira: Jira, version: RestVersion): void {
  const { site } = jira
  if (site.flavor !== 'cloud') return
  router.post('/issue/bulkfetch', (req, res) => {
    const { issueIdsOrKeys, fields } = readObject(req.body)
    if (!Array.isArray(issueIdsOrKeys) || issueIdsOrKeys.length === 0 || issueIdsOrKeys.length > MOST) {
      refuse(res, 400, `The number of issues must be between 1 and ${MOST}.`)
      return
    }
    const caller = findCaller(res)
    const wanted = [fields ?? '*navigable'].flat().join(',')
    const found = issueIdsOrKeys.flatMap(idOrKey => {
      const issue = site.findIssue(String(idOrKey))
      return issue !== undefined && maySeeProject(issue.project, caller) ? [issue] : []
    })
    const once = [...new Set(found)].sort((a, b) => Number(a.id) - Number(b.id))
    res.json({ issues: once.map(issue => renderIssue(site, issue, { version, caller, wanted })), issueErrors: [] })
  })
}
