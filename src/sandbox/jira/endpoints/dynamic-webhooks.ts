import type { RequestHandler, Response, Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import type { Jira } from '../jira'
import { readPage, wrapPage } from '../page'
import { isObject, readObject } from '../read-object'
import { refuse } from '../refuse'
import { judgeWebhookFilter } from '../webhooks/judge-filter'
import { KNOWN_EVENTS, type Webhook } from '../webhooks/registry'

const LIFE_MS = 30 * 24 * 60 * 60 * 1000
const MAX_WEBHOOKS = 100

/** Cloud's `/webhook`: what an OAuth app registers for itself, for 30 days at a time. */
export function mountDynamicWebhooks(router: Router, jira: Jira): void {
  const { site, registry } = jira
  if (site.flavor !== 'cloud') return
  router.use('/webhook', createLoginGate(site), refusePeople)
  const listOwn = () => registry.all().filter(({ kind }) => kind === 'dynamic')

  router.get('/webhook', (req, res) => {
    const page = readPage(req.query, { size: 100, max: 100 })
    res.json(wrapPage(listOwn(), page, { url: `${site.url}${req.originalUrl.split('?')[0]}`, show }))
  })

  router.post('/webhook', (req, res) => {
    const { url, webhooks } = readObject(req.body)
    if (typeof url !== 'string' || !URL.canParse(url) || !Array.isArray(webhooks)) {
      refuse(res, 400, 'The url and at least one webhook are required.')
      return
    }
    const results = webhooks.filter(isObject).map(wanted => {
      const errors = judge(jira, wanted, listOwn().length)
      if (errors.length > 0) return { errors }
      const { events, jqlFilter } = wanted as { events: string[]; jqlFilter: string }
      const settings = { url, events, jql: jqlFilter, kind: 'dynamic', expires: site.now() + LIFE_MS } as const
      return { createdWebhookId: Number(registry.add(settings, readCaller(res)).id) }
    })
    res.json({ webhookRegistrationResult: results })
  })

  router.delete('/webhook', (req, res) => {
    const ids = readIds(req.body, res)
    for (const id of ids ?? []) if (registry.find(id)?.kind === 'dynamic') registry.remove(id)
    if (ids) res.status(202).end()
  })

  router.put('/webhook/refresh', (req, res) => {
    const ids = readIds(req.body, res)
    if (ids === undefined) return
    const expires = site.now() + LIFE_MS
    const own = listOwn().filter(({ id }) => ids.includes(id))
    for (const webhook of own) registry.change(webhook, { expires }, readCaller(res))
    res.json({ expirationDate: expires })
  })

  router.get('/webhook/failed', (_req, res) => refuse(res, 403, 'Only Connect apps can use this operation.'))
}

const refusePeople: RequestHandler = (_req, res, next) => {
  if (res.locals.isApp === true) next()
  else refuse(res, 403, 'Only Connect and OAuth 2.0 apps can use this operation.')
}

function judge({ site }: Jira, { events, jqlFilter }: Record<string, unknown>, count: number): string[] {
  const isKnown = Array.isArray(events) && events.length > 0 && events.every(event => KNOWN_EVENTS.includes(event))
  const isAllowed = isKnown && !events.some(event => /^(worklog|attachment)_/.test(String(event)))
  return [
    ...(isAllowed ? [] : ['The events are missing or not supported.']),
    ...(typeof jqlFilter === 'string' ? judgeWebhookFilter(site, jqlFilter) : ['The jqlFilter is required.']),
    ...(count < MAX_WEBHOOKS ? [] : [`An app can register at most ${MAX_WEBHOOKS} webhooks.`]),
  ]
}

function readIds(body: unknown, res: Response): string[] | undefined {
  const { webhookIds } = readObject(body)
  if (Array.isArray(webhookIds) && webhookIds.length > 0) return webhookIds.map(String)
  refuse(res, 400, 'The webhookIds are required.')
  return undefined
}

function show({ id, url, events, jql, expires }: Webhook): unknown {
  return { id: Number(id), url, events, jqlFilter: jql, ...(expires === null ? {} : { expirationDate: expires }) }
}
