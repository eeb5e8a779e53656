import type { Router } from 'express'
import { locateMedia } from '../attachments/media'
import { readUpload } from '../attachments/read-upload'
import { isForgerySafe, refuseForgery } from '../attachments/refuse-forgery'
import { sendContent } from '../attachments/send-content'
import { createLoginGate, readCaller } from '../authenticate'
import type { Jira } from '../jira'
import { renderAttachment } from '../render/attachment'
import { findOpenAttachment } from './find-attachment'
import { findIssue } from './find-issue'

/** `POST …/attachments`, `/attachment/meta`, `/attachment/{id}`, and on Cloud `/attachment/content/{id}`. */
export function mountAttachments(router: Router, jira: Jira): void {
  const gate = createLoginGate(jira.site)
  const { site } = jira

  router.post('/issue/:idOrKey/attachments', gate, (req, res) => {
    if (!isForgerySafe(req)) {
      refuseForgery(res)
      return
    }
    const issue = findIssue(jira, req, res)
    const files = issue && readUpload(site, req, res)
    if (!issue || !files) return
    const added = files.map(file => jira.attachments.add(issue, file, readCaller(res)))
    res.json(added.map(attachment => renderAttachment(site, attachment)))
  })

  router.get('/attachment/meta', gate, (_req, res) => {
    res.json({ enabled: true, uploadLimit: site.attachmentLimitBytes })
  })

  if (site.flavor === 'cloud') {
    router.get('/attachment/content/:id', (req, res) => {
      const found = findOpenAttachment(jira, req, res)
      if (!found) return
      if (req.query.redirect === 'false') sendContent(site, found.attachment, { req, res })
      else res.redirect(303, locateMedia(jira, found.attachment.id))
    })
  }

  router.get('/attachment/:id', (req, res) => {
    const found = findOpenAttachment(jira, req, res)
    if (!found) return
    const { id, ...shown } = renderAttachment(site, found.attachment)
    res.json(site.flavor === 'cloud' ? { id: Number(id), ...shown } : shown)
  })

  router.delete('/attachment/:id', gate, (req, res) => {
    const found = findOpenAttachment(jira, req, res)
    if (!found) return
    jira.attachments.remove(found.issue, found.attachment, readCaller(res))
    res.status(204).end()
  })
}
