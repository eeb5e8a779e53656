import type { Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import { formatTime } from '../format-time'
import type { Jira } from '../jira'
import { readObject } from '../read-object'
import { refuse } from '../refuse'
import type { Site } from '../site'
import { KNOWN_EVENTS, type Webhook, type WebhookSettings } from '../webhooks/registry'

/** The section of a webhook's filters that holds a query. */
const FILTER = 'issue-related-events-section'

/** `/rest/webhooks/1.0/webhook`: registration as an administrator does it. A secret is never shown again. */
export function mountWebhooks(router: Router, { site, registry }: Jira): void {
  router.use('/webhook', createLoginGate(site))
  const find = (id: string) => {
    const webhook = registry.find(id)
    return webhook?.kind === 'admin' ? webhook : undefined
  }

  router.get('/webhook', (_req, res) => {
    const webhooks = registry.all().filter(({ kind }) => kind === 'admin')
    res.json(webhooks.map(webhook => show(site, webhook)))
  })

  router.post('/webhook', (req, res) => {
    const { name, url, events } = readObject(req.body)
    const settings = readSettings({ events: [], ...readObject(req.body) })
    if (typeof name !== 'string' || typeof url !== 'string' || events === undefined || settings === undefined) {
      refuse(res, 400, WRONG)
      return
    }
    const shown = show(site, registry.add({ url, ...settings }, readCaller(res)))
    res.status(201).location(shown.self).json(shown)
  })

  router.get('/webhook/:id', (req, res) => {
    const webhook = find(req.params.id)
    if (webhook === undefined) refuse(res, 404, 'Webhook not found.')
    else res.json(show(site, webhook))
  })

  router.put('/webhook/:id', (req, res) => {
    const webhook = find(req.params.id)
    const settings = readSettings(readObject(req.body))
    if (webhook === undefined) refuse(res, 404, 'Webhook not found.')
    else if (settings === undefined) refuse(res, 400, WRONG)
    else {
      registry.change(webhook, settings, readCaller(res))
      res.json(show(site, webhook))
    }
  })

  router.delete('/webhook/:id', (req, res) => {
    if (find(req.params.id) !== undefined && registry.remove(req.params.id)) res.status(204).end()
    else refuse(res, 404, 'Webhook not found.')
  })
}

const WRONG = 'A webhook takes a name, a valid url and known events.'

/** What of a webhook the body sets, or nothing where it is not right. */
function readSettings(body: Record<string, unknown>): Partial<WebhookSettings> | undefined {
  const { name, url, events, secret, enabled, excludeBody, filters } = body
  const isKnown = events === undefined || (Array.isArray(events) && events.every(event => KNOWN_EVENTS.includes(event)))
  if (!isKnown || (url !== undefined && (typeof url !== 'string' || !URL.canParse(url)))) return undefined
  const jql = readObject(filters)[FILTER]
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof url === 'string' ? { url } : {}),
    ...(Array.isArray(events) ? { events } : {}),
    ...(typeof secret === 'string' && secret !== '' ? { secret } : {}),
    ...(typeof enabled === 'boolean' ? { isEnabled: enabled } : {}),
    ...(typeof excludeBody === 'boolean' ? { excludesBody: excludeBody } : {}),
    ...(typeof jql === 'string' ? { jql } : {}),
  }
}

function show(site: Site, webhook: Webhook) {
  return {
    name: webhook.name,
    url: webhook.url,
    excludeBody: webhook.excludesBody,
    filters: webhook.jql === '' ? {} : { [FILTER]: webhook.jql },
    events: webhook.events,
    enabled: webhook.isEnabled,
    isSigned: webhook.secret !== undefined,
    self: `${site.url}/rest/webhooks/1.0/webhook/${webhook.id}`,
    lastUpdatedUser: webhook.updatedBy.name,
    lastUpdatedDisplayName: webhook.updatedBy.displayName,
    lastUpdated: webhook.updated,
    lastUpdatedShort: formatTime(webhook.updated),
  }
}
