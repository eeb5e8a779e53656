import type { Request, Response, Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import { TRANSITIONS, type Transition } from '../catalog'
import { readStep } from '../issues/read-step'
import type { Jira } from '../jira'
import { readObject } from '../read-object'
import { refuse } from '../refuse'
import type { RestVersion } from '../render/comment'
import { listOpenTransitions, renderTransition } from '../render/transition'
import type { Issue } from '../site'
import { findIssue } from './find-issue'

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
    const open = listOpenTransitions(TRANSITIONS, issue).filter(({ id }) => wanted === undefined || id === wanted)
    res.json({
      expand: 'transitions',
      transitions: open.map(transition => renderTransition(site, issue, { transition, showsFields })),
    })
  })

  router.post(path, gate, (req, res) => {
    const issue = findIssue(jira, req, res)
    const transition = issue && findTransition(issue, req, res)
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

/** The transition that the body names; where it is not open, the answer is already sent. */
function findTransition(issue: Issue, req: Request, res: Response): Transition | undefined {
  const { id } = readObject(readObject(req.body).transition)
  if (id === undefined) {
    refuse(res, 400, "Missing 'transition' identifier")
    return undefined
  }
  const found = listOpenTransitions(TRANSITIONS, issue).find(open => open.id === String(id))
  const operation = `It seems that you have tried to perform a workflow operation (${String(id)})`
  if (found === undefined) refuse(res, 400, `${operation} that is not valid for the current state of this issue.`)
  return found
}
