import type { Request, Response, Router } from 'express'
import { findAttachment } from '../attachments/find-attachment'
import { locateMedia } from '../attachments/media'
import { type FormFile, readMultipart } from '../attachments/read-multipart'
import { isForgerySafe, refuseForgery } from '../attachments/refuse-forgery'
import { sendContent } from '../attachments/send-content'
import { createLoginGate, findCaller, readCaller } from '../authenticate'
import type { Jira } from '../jira'
import { refuse } from '../refuse'
import { renderAttachment } from '../render/attachment'
import type { Attachment, Issue } from '../site'
import { maySeeProject } from '../visibility'
import { findIssue } from './find-issue'

const MAX_FILES = 60

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
    const files = issue && readFiles(jira, req, res)
    if (!issue || !files) return
    const added = files.map(file => jira.attachments.add(issue, file, readCaller(res)))
    res.json(added.map(attachment => renderAttachment(site, attachment)))
  })

  router.get('/attachment/meta', gate, (_req, res) => {
    res.json({ enabled: true, uploadLimit: site.attachmentLimitBytes })
  })

  if (site.flavor === 'cloud') {
    router.get('/attachment/content/:id', (req, res) => {
      const found = findOpen(jira, req, res)
      if (!found) return
      if (req.query.redirect === 'false') sendContent(site, found.attachment, { req, res })
      else res.redirect(303, locateMedia(jira, found.attachment.id))
    })
  }

  router.get('/attachment/:id', (req, res) => {
    const found = findOpen(jira, req, res)
    if (!found) return
    const { id, ...shown } = renderAttachment(site, found.attachment)
    res.json(site.flavor === 'cloud' ? { id: Number(id), ...shown } : shown)
  })

  router.delete('/attachment/:id', gate, (req, res) => {
    const found = findOpen(jira, req, res)
    if (!found) return
    jira.attachments.remove(found.issue, found.attachment, readCaller(res))
    res.status(204).end()
  })
}

/** The files of the form; where Jira does not take them, the answer is already sent. */
function readFiles({ site }: Jira, req: Request, res: Response): FormFile[] | undefined {
  const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0)
  const files = readMultipart(req.headers['content-type'] ?? '', body)?.filter(({ field }) => field === 'file')
  const limit = site.attachmentLimitBytes
  if (files === undefined) refuse(res, 415, 'The body must be multipart/form-data.')
  else if (files.length > MAX_FILES) refuse(res, 413, `The number of attachments must not exceed ${MAX_FILES}.`)
  else if (files.some(({ bytes }) => bytes.length > limit))
    refuse(res, 413, `The attachment exceeds the maximum size of ${limit} bytes.`)
  else return files
  return undefined
}

/** The attachment of the path and its issue, if the caller may see them. */
function findOpen(jira: Jira, req: Request, res: Response): { issue: Issue; attachment: Attachment } | undefined {
  const id = String(req.params.id)
  const found = findAttachment(jira.site, id)
  if (found && maySeeProject(found.issue.project, findCaller(res))) return found
  refuse(res, 404, `The attachment with id '${id}' does not exist`)
  return undefined
}
