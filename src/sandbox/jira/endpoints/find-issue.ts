import type { Request, Response } from 'express'
import { findCaller } from '../authenticate'
import type { Jira } from '../jira'
import { refuseIssue } from '../refuse'
import type { Issue } from '../site'
import { maySeeProject } from '../visibility'

/** The issue of the path, by id, key or former key; where the caller may not see it, the answer is already sent. */
export function findIssue(jira: Jira, req: Request, res: Response): Issue | undefined {
  const issue = jira.site.findIssue(String(req.params.idOrKey))
  if (issue !== undefined && maySeeProject(issue.project, findCaller(res))) return issue
  refuseIssue(res, jira.site.flavor)
  return undefined
}
