import express, { type Express, type RequestHandler, Router } from 'express'
import { createAuthentication } from './authenticate'
import { createControl } from './endpoints/control'
import { mountWebhooks } from './endpoints/webhooks'
import type { Jira } from './jira'
import { refuse, refusePath } from './refuse'
import type { RestVersion } from './render/comment'
import { createRestRouter } from './rest-router'
import type { StateKeeper } from './stage/state-keeper'

/** Control surface first, so that no scenario reaches it; then Jira. */
export function buildApp(jira: Jira, keeper: StateKeeper): Express {
  const { site } = jira
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use('/_sandbox', createControl(jira, keeper))
  app.use(express.text({ type: () => true, limit: '25mb' }), readJson)
  app.use(jira.stage.misbehave, createAuthentication(site))
  const versions: RestVersion[] = site.flavor === 'cloud' ? [2, 3] : [2]
  for (const version of versions) app.use(`/rest/api/${version}`, createRestRouter(jira, version))
  const admin = Router()
  mountWebhooks(admin, jira)
  app.use('/rest/webhooks/1.0', admin)
  app.use((req, res) => refusePath(res, site.flavor, req.path))
  return app
}

/** Whatever its Content-Type says, a body is JSON. */
const readJson: RequestHandler = (req, res, next) => {
  try {
    req.body = typeof req.body === 'string' && req.body !== '' ? JSON.parse(req.body) : undefined
  } catch {
    refuse(res, 400, 'There was an error parsing JSON. Check that your request body is valid.')
    return
  }
  next()
}
