import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import type { StateKeeper } from '../stage/state-keeper'
import { createAuthentication } from './authenticate'
import { createApis } from './endpoints/apis'
import { createControl } from './endpoints/control'
import { createOAuth } from './endpoints/oauth'
import { createHibernation } from './hibernation'
import { readSpecialHeaders, refuseBody } from './read-body'
import { refuse } from './refuse'
import type { ServiceNow } from './servicenow'

/** Control surface first, so that no scenario reaches it; then ServiceNow. */
export function buildApp(snow: ServiceNow, keeper: StateKeeper): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use('/_sandbox', createControl(snow, keeper))
  app.use(express.raw({ type: () => true, limit: '1gb' }))
  app.use(readSpecialHeaders, snow.stage.misbehave, createHibernation(snow.switches))
  app.use(createOAuth(snow))
  app.use(createAuthentication(snow), snow.limiter.handler)
  app.use('/api', createApis(snow))
  app.use((_req, res) => {
    refuse(res, 400, { message: 'Requested URI does not represent any resource', detail: null })
  })
  return app.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) next(error)
    else refuseBody(res, error)
  })
}
