import type { Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import { readEdit } from '../issues/read-edit'
import type { Jira } from '../jira'
import { refuse } from '../refuse'
import type { RestVersion } from '../render/comment'
import { renderIssue } from '../render/issue'
import { findIssue } from './find-issue'

/** `GET`, `PUT` and `DELETE /issue/{idOrKey}`. */
export function mountIssue(router: Router, jira: Jira, version: RestVersion): void {
  const gate = createLoginGate(jira.site)
  const { site } = jira

  router.get('/issue/:idOrKey', (req, res) => {
    const issue = findIssue(jira, req, res)
    const { fields } = req.query
    if (issue)
      res.json(renderIssue(site, issue, { version, ...(typeof fields === 'string' ? { wanted: fields } : {}) }))
  })

  router.put('/issue/:idOrKey', gate, (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue === undefined) return
    const edit = readEdit(req.body, { site, version, project: issue.project }, issue)
    if ('errors' in edit) {
      refuse(res, 400, edit.errors)
      return
    }
    jira.issues.edit(issue, edit.fields, readCaller(res))
    for (const body of edit.comments) jira.comments.add(issue, { body }, readCaller(res))
    res.status(204).end()
  })

  router.delete('/issue/:idOrKey', gate, (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue === undefined) return
    jira.issues.remove(issue, readCaller(res))
    res.status(204).end()
  })
}
