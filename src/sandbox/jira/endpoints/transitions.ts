import type { Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import { TRANSITIONS, type Transition } from '../catalog'
import type { Jira } from '../jira'
import { readObject } from '../read-object'
import { refuse } from '../refuse'
import type { Issue } from '../site'
import { findIssue } from './find-issue'

/** `GET` and `POST /issue/{idOrKey}/transitions`. No transition has a screen, so that none takes fields. */
export function mountTransitions(router: Router, jira: Jira): void {
  const gate = createLoginGate(jira.site)
  const path = '/issue/:idOrKey/transitions'

  router.get(path, (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue) res.json({ expand: 'transitions', transitions: listOpen(issue).map(show(jira.site.url)) })
  })

  router.post(path, gate, (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue === undefined) return
    const { transition: wanted, fields } = readObject(req.body)
    const { id } = readObject(wanted)
    const transition = listOpen(issue).find(open => open.id === String(id))
    const unset = Object.keys(readObject(fields)).map(name => [
      name,
      `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`,
    ])
    if (id === undefined) refuse(res, 400, "Missing 'transition' identifier")
    else if (transition === undefined)
      refuse(
        res,
        400,
        `It seems that you have tried to perform a workflow operation (${String(id)}) that is not valid for the current state of this issue.`,
      )
    else if (unset.length > 0) refuse(res, 400, Object.fromEntries(unset))
    else {
      jira.issues.transition(issue, transition, readCaller(res))
      res.status(204).end()
    }
  })
}

function listOpen(issue: Issue): Transition[] {
  return TRANSITIONS.filter(({ to }) => to.id !== issue.fields.status.id)
}

function show(url: string): (transition: Transition) => unknown {
  return ({ id, name, to: { category, ...state } }) => ({
    id,
    name,
    to: {
      self: `${url}/rest/api/2/status/${state.id}`,
      description: '',
      ...state,
      statusCategory: { self: `${url}/rest/api/2/statuscategory/${category.id}`, ...category },
    },
    hasScreen: false,
    isGlobal: true,
    isInitial: false,
    isAvailable: true,
    isConditional: false,
  })
}
