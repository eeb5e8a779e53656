import type { Router } from 'express'
import { PUSH_FORMATS } from '../push/payload'
import { readPushSettings } from '../push/read-push-settings'
import type { ServiceNow } from '../servicenow'

/** `POST /_sandbox/push {url, tables?, format?, …}`: an administrator adds a business rule. */
export function mountPush(router: Router, { pusher }: ServiceNow): void {
  router.post('/push', (req, res) => {
    const settings = readPushSettings(req.body)
    if (settings === undefined) {
      res.status(400).json({ error: `url must be a URL, format one of ${PUSH_FORMATS.join(', ')}` })
      return
    }
    pusher.add(settings)
    res.status(201).json({ pushes: pusher.all().length })
  })
}
