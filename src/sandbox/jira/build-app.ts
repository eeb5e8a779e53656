import express, { type Express, type RequestHandler } from 'express'
import type { StateKeeper } from '../stage/state-keeper'
import { createForgeryGate } from './attachments/refuse-forgery'
import { createAuthentication } from './authenticate'
import { createControl } from './endpoints/control'
import { createSiteRoutes } from './endpoints/site-routes'
import type { Jira } from './jira'
import { refuse, refusePath } from './refuse'

/** Control surface first, so that no scenario reaches it; then Jira. */
export function buildApp(jira: Jira, keeper: StateKeeper): Express {
  const { site } = jira
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use('/_sandbox', createControl(jira, keeper))
  const isForm = (req: { headers: Record<string, unknown> }) =>
    /^multipart\//i.test(String(req.headers['content-type']))
  app.use(express.raw({ type: isForm, limit: '64mb' }))
  app.use(express.text({ type: req => !isForm(req), limit: '25mb' }), readJson)
  app.use(openGateway, jira.stage.misbehave, createAuthentication(jira))
  app.use(createForgeryGate(), jira.limiter.handler)
  app.use(createSiteRoutes(jira))
  app.use((req, res) => refusePath(res, site.flavor, req.path))
  return app
}

/** Whatever its Content-Type says, a body is JSON, unless it is a form. */
const readJson: RequestHandler = (req, res, next) => {
  try {
    if (typeof req.body === 'string') req.body = req.body === '' ? undefined : JSON.parse(req.body)
  } catch {
    refuse(res, 400, 'There was an error parsing JSON. Check that your request body is valid.')
    return
  }
  next()
}

/** The same site, as apps and service accounts of Cloud reach it: `https://api.atlassian.com/ex/jira/{cloudId}`. */
const openGateway: RequestHandler = (req, _res, next) => {
  req.url = req.url.replace(/^\/ex\/jira\/[^/?]{1,64}(?=\/)/, '')
  next()
}
