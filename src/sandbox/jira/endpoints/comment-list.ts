import type { Router } from 'express'
import { findCaller } from '../authenticate'
import type { Jira } from '../jira'
import { readObject } from '../read-object'
import { refuse } from '../refuse'
import { type RestVersion, renderComment } from '../render/comment'
import { maySeeComment, maySeeProject } from '../visibility'

const MAX_IDS = 1000

/** `POST /comment/list` of Cloud: comments by their ids, the only list that tells their properties. */
export function mountCommentList(router: Router, jira: Jira, version: RestVersion): void {
  if (jira.site.flavor !== 'cloud') return
  router.post('/comment/list', (req, res) => {
    const { ids } = readObject(req.body)
    if (!Array.isArray(ids) || ids.length > MAX_IDS) {
      refuse(res, 400, `ids must be a list of at most ${MAX_IDS}.`)
      return
    }
    const wanted = new Set(ids.map(String))
    const caller = findCaller(res)
    const isExpanded = String(req.query.expand ?? '').includes('properties')
    const issues = [...jira.site.issues.values()].filter(issue => maySeeProject(issue.project, caller))
    const values = issues.flatMap(issue =>
      issue.comments
        .filter(comment => wanted.has(comment.id) && maySeeComment(comment, caller))
        .map(comment => ({
          ...renderComment(jira.site, { issue, comment }, version),
          ...(isExpanded ? { properties: comment.properties } : {}),
        })),
    )
    res.json({ startAt: 0, maxResults: MAX_IDS, total: values.length, isLast: true, values })
  })
}
