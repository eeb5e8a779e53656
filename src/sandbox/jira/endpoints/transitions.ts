import type { Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import { readStep } from '../issues/read-step'
import type { Jira } from '../jira'
import { refuse } from '../refuse'
import type { RestVersion } from '../render/comment'
import { listOpenTransitions, renderTransition } from '../render/transition'
import { findIssue } from './find-issue'
import { findTransition } from './find-transition'

/** `GET` and `POST /issue/{idOrKey}/transitions`. */
export function mountTransitions(router: Router, jira: Jira, version: RestVersion): void {
  const gate = createLoginGate(jira.site)
  const { site } = jira
  const path = '/issue/:idOrKey/transitions'

  router.get(path, (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue === undefined) return
    const showsFields = String(req.query.expand ?? '').includes('transitions.fields')
    const wanted = req.query.transitionId
    const open = listOpenTransitions(site, issue).filter(({ id }) => wanted === undefined || id === wanted)
    res.json({
      expand: 'transitions',
      transitions: open.map(transition => renderTransition(site, issue, { transition, showsFields })),
    })
  })

  router.post(path, gate, (req, res) => {
    const issue = findIssue(jira, req, res)
    const transition = issue && findTransition(jira, issue, { req, res })
    if (issue === undefined || transition === undefined) return
    const step = readStep(req.body, { site, version, project: issue.project }, { issue, transition })
    if ('errors' in step) {
      refuse(res, 400, step.errors)
      return
    }
    const actor = readCaller(res)
    jira.issues.transition(issue, { to: transition.to, fields: step.fields }, actor)
    for (const body of step.comments) jira.comments.add(issue, { body }, actor)
    res.status(204).end()
  })
}
