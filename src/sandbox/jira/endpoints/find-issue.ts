import type { Request, Response } from 'express'
import { findCaller } from '../authenticate'
import type { Jira } from '../jira'
import { refuseIssue } from '../refuse'
import type { Issue } from '../site'

/** The issue of the path, by id, key or former key; where the caller may not see it, the answer is already sent. */
export function findIssue(jira: Jira, req: Request, res: Response): Issue | undefined {
  const issue = findCaller(res) === null ? undefined : jira.site.findIssue(String(req.params.idOrKey))
  if (issue === undefined) refuseIssue(res, jira.site.flavor)
  return issue
}
