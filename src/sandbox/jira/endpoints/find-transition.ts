import type { Request, Response } from 'express'
import type { Transition } from '../catalog'
import type { Jira } from '../jira'
import { readObject } from '../read-object'
import { refuse } from '../refuse'
import { listOpenTransitions } from '../render/transition'
import type { Issue } from '../site'

interface Exchange {
  req: Request
  res: Response
}

/** The transition that the body names; where it is not open, the answer is already sent. */
export function findTransition({ site }: Jira, issue: Issue, { req, res }: Exchange): Transition | undefined {
  const { id } = readObject(readObject(req.body).transition)
  if (id === undefined) {
    refuse(res, 400, "Missing 'transition' identifier")
    return undefined
  }
  const found = listOpenTransitions(site, issue).find(open => open.id === String(id))
  const operation = `It seems that you have tried to perform a workflow operation (${String(id)})`
  if (found === undefined) refuse(res, 400, `${operation} that is not valid for the current state of this issue.`)
  return found
}
