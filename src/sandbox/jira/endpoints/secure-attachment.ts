import { Router } from 'express'
import { findAttachment } from '../attachments/find-attachment'
import { locateMedia } from '../attachments/media'
import { sendContent } from '../attachments/send-content'
import { findCaller } from '../authenticate'
import type { Jira } from '../jira'
import { LOGIN_PAGE } from '../login-page'
import { maySeeProject } from '../visibility'

/** `/secure/attachment/{id}/{name}`: the web page's address. A stranger gets the login page, with 200. */
export function createSecureAttachments(jira: Jira): Router {
  const router = Router()
  router.get('/:id/:name', (req, res) => {
    const found = findAttachment(jira.site, req.params.id)
    const caller = findCaller(res)
    if (caller === null) res.status(200).type('html').send(LOGIN_PAGE)
    else if (found === undefined || !maySeeProject(found.issue.project, caller)) res.status(404).type('html').send('')
    else if (jira.site.flavor === 'cloud') res.redirect(302, locateMedia(jira, found.attachment.id))
    else sendContent(jira.site, found.attachment, { req, res })
  })
  return router
}
