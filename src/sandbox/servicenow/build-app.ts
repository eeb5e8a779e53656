import express, { type Express, type RequestHandler, Router } from 'express'
import { createAuthentication } from './authenticate'
import { createControl } from './endpoints/control'
import { mountTableRecord } from './endpoints/table-record'
import { mountTableRecords } from './endpoints/table-records'
import { refuse } from './refuse'
import type { ServiceNow } from './servicenow'
import type { StateKeeper } from './stage/state-keeper'

/** Control surface first, so that no scenario reaches it; then ServiceNow. */
export function buildApp(snow: ServiceNow, keeper: StateKeeper): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use('/_sandbox', createControl(snow, keeper))
  app.use(express.text({ type: () => true, limit: '10mb' }), readJson)
  app.use(snow.stage.misbehave, createAuthentication(snow.instance))
  app.use('/api/now/v1', createTableApi(snow, 1))
  app.use(['/api/now/v2', '/api/now'], createTableApi(snow, 2))
  app.use((_req, res) => {
    refuse(res, 400, { message: 'Requested URI does not represent any resource', detail: null })
  })
  return app
}

/** The Table API in one version; the next API mounts beside it. */
function createTableApi(snow: ServiceNow, version: 1 | 2): Router {
  const router = Router()
  mountTableRecords(router, snow, version)
  mountTableRecord(router, snow)
  return router.all('/table/*path', (_req, res) => {
    refuse(res, 405, { message: 'Method not supported', detail: null })
  })
}

/** Whatever its Content-Type says, a body is JSON. */
const readJson: RequestHandler = (req, res, next) => {
  try {
    req.body = typeof req.body === 'string' && req.body !== '' ? JSON.parse(req.body) : undefined
  } catch {
    refuse(res, 400, { message: 'Exception while reading request', detail: 'The payload is not valid JSON.' })
    return
  }
  next()
}
