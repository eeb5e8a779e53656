import { Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import type { Jira } from '../jira'
import { readObject } from '../read-object'
import { refuse } from '../refuse'
import { renderComment } from '../render/comment'
import { renderUser } from '../render/user'
import { findIssue } from './find-issue'

/** `POST /rest/servicedeskapi/request/{idOrKey}/comment {body, public}`: for the customer's eyes, or not. */
export function createServiceDesk(jira: Jira): Router {
  const router = Router()
  const { site, comments } = jira
  router.post('/request/:idOrKey/comment', createLoginGate(site), (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue === undefined) return
    const { body, public: isPublic } = readObject(req.body)
    if (typeof body !== 'string' || body.trim() === '' || typeof isPublic !== 'boolean') {
      refuse(res, 400, 'A comment takes a body and whether it is public.')
      return
    }
    const properties = isPublic ? [] : [{ key: 'sd.public.comment', value: { internal: true } }]
    const comment = comments.add(issue, { body, properties }, readCaller(res))
    const { id, created } = renderComment(site, { issue, comment }, 2)
    res
      .status(201)
      .json({ id, body, public: isPublic, author: renderUser(site, comment.author), created: { iso8601: created } })
  })
  return router
}
