import type { Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import { formatTime } from '../format-time'
import type { Jira } from '../jira'
import { readObject } from '../read-object'
import { refuse } from '../refuse'
import type { Site } from '../site'
import { WEBHOOK_EVENTS, type Webhook } from '../webhooks/registry'

/** `/rest/webhooks/1.0/webhook`: registration as an administrator does it. A secret is never shown again. */
export function mountWebhooks(router: Router, { site, registry }: Jira): void {
  router.use('/webhook', createLoginGate(site))

  router.get('/webhook', (_req, res) => {
    res.json(registry.all().map(webhook => show(site, webhook)))
  })

  router.post('/webhook', (req, res) => {
    const { name, url, events, secret } = readObject(req.body)
    const isKnown = Array.isArray(events) && events.every(event => WEBHOOK_EVENTS.includes(event))
    if (typeof name !== 'string' || typeof url !== 'string' || !URL.canParse(url) || !isKnown) {
      refuse(res, 400, 'A webhook takes a name, a valid url and known events.')
      return
    }
    const settings = { name, url, events, ...(typeof secret === 'string' && secret !== '' ? { secret } : {}) }
    const shown = show(site, registry.add(settings, readCaller(res)))
    res.status(201).location(shown.self).json(shown)
  })

  router.get('/webhook/:id', (req, res) => {
    const webhook = registry.find(req.params.id)
    if (webhook === undefined) refuse(res, 404, 'Webhook not found.')
    else res.json(show(site, webhook))
  })

  router.delete('/webhook/:id', (req, res) => {
    if (registry.remove(req.params.id)) res.status(204).end()
    else refuse(res, 404, 'Webhook not found.')
  })
}

function show(site: Site, webhook: Webhook) {
  return {
    name: webhook.name,
    url: webhook.url,
    excludeBody: false,
    filters: {},
    events: webhook.events,
    enabled: true,
    isSigned: webhook.secret !== undefined,
    self: `${site.url}/rest/webhooks/1.0/webhook/${webhook.id}`,
    lastUpdatedUser: webhook.updatedBy.name,
    lastUpdatedDisplayName: webhook.updatedBy.displayName,
    lastUpdated: webhook.updated,
    lastUpdatedShort: formatTime(webhook.updated),
  }
}
