import type { Request, Response } from 'express'
import { findAttachment } from '../attachments/find-attachment'
import { findCaller } from '../authenticate'
import type { Jira } from '../jira'
import { refuse } from '../refuse'
import type { Attachment, Issue } from '../site'
import { maySeeProject } from '../visibility'

/** The attachment of the path and its issue, if the caller may see them. */
export function findOpenAttachment(
  jira: Jira,
  req: Request,
  res: Response,
): { issue: Issue; attachment: Attachment } | undefined {
  const id = String(req.params.id)
  const found = findAttachment(jira.site, id)
  if (found && maySeeProject(found.issue.project, findCaller(res))) return found
  refuse(res, 404, `The attachment with id '${id}' does not exist`)
  return undefined
}
