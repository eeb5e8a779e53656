import { createHmac } from 'node:crypto'
import express, { type Express } from 'express'
import type { Jira } from '../jira'
import { findAttachment } from './find-attachment'
import { sendContent } from './send-content'

/**
 * The host that Cloud keeps its files on, and redirects downloads to. It is another origin; its addresses carry their
 * own token, and a credential of Jira's has no business here.
 */
export function buildMedia(jira: Jira): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(jira.stage.misbehave)
  app.get('/file/:id/binary', (req, res) => {
    const attachment = findAttachment(jira.site, req.params.id)?.attachment
    if (req.headers.authorization !== undefined) {
      jira.ledger.note('media.refused', { id: req.params.id, reason: 'it was sent the credential of Jira' })
      res.status(400).json({ error: 'Only one auth mechanism is allowed.' })
    } else if (attachment === undefined || req.query.token !== signMedia(jira, req.params.id)) {
      res.status(403).json({ error: 'The token does not open this file.' })
    } else sendContent(jira.site, attachment, { req, res })
  })
  return app
}

/** Where a download of Cloud is redirected to. */
export function locateMedia(jira: Jira, id: string): string {
  return `${jira.site.mediaUrl}/file/${id}/binary?token=${signMedia(jira, id)}`
}

function signMedia({ site }: Jira, id: string): string {
  return createHmac('sha256', site.token).update(`media:${id}`).digest('hex')
}
