import type { Request, Router } from 'express'
import { createLoginGate, findCaller, readCaller } from '../authenticate'
import { readEdit } from '../issues/read-edit'
import type { Jira } from '../jira'
import { readObject } from '../read-object'
import { refuse } from '../refuse'
import type { RestVersion } from '../render/comment'
import { type IssueView, renderIssue } from '../render/issue'
import { findIssue } from './find-issue'

/** `GET`, `PUT` and `DELETE /issue/{idOrKey}`, and `PUT …/assignee`. */
export function mountIssue(router: Router, jira: Jira, version: RestVersion): void {
  const gate = createLoginGate(jira.site)
  const { site } = jira
  const path = '/issue/:idOrKey'

  router.get(path, (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue) res.json(renderIssue(site, issue, { ...readView(req), version, caller: findCaller(res) }))
  })

  router.put(path, gate, (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue === undefined) return
    const edit = readEdit(req.body, { site, version, project: issue.project }, issue)
    if ('errors' in edit) {
      refuse(res, 400, edit.errors)
      return
    }
    const caller = readCaller(res)
    Object.assign(issue.properties, edit.properties)
    jira.issues.edit(issue, edit.fields, caller)
    for (const body of edit.comments) jira.comments.add(issue, { body }, caller)
    if (site.flavor === 'cloud' && req.query.returnIssue === 'true')
      res.json(renderIssue(site, issue, { version, caller }))
    else res.status(204).end()
  })

  router.put(`${path}/assignee`, gate, (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue === undefined) return
    const { accountId, name } = readObject(req.body)
    const wanted = site.flavor === 'cloud' ? { accountId } : { name }
    const isNobody = Object.values(wanted).every(value => value === null)
    const fields = { assignee: isNobody ? null : wanted }
    const edit = readEdit({ fields }, { site, version, project: issue.project }, issue)
    if ('errors' in edit) refuse(res, 400, edit.errors)
    else {
      jira.issues.edit(issue, edit.fields, readCaller(res))
      res.status(204).end()
    }
  })

  router.delete(path, gate, (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue === undefined) return
    jira.issues.remove(issue, readCaller(res))
    res.status(204).end()
  })
}

function readView({ query }: Request): Pick<IssueView, 'wanted' | 'expand' | 'properties'> {
  const { fields, expand, properties } = query
  return {
    ...(fields === undefined ? {} : { wanted: String(fields) }),
    ...(expand === undefined ? {} : { expand: String(expand) }),
    ...(properties === undefined ? {} : { properties: String(properties).split(',') }),
  }
}
