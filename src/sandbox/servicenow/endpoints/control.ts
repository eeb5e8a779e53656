import type { Router } from 'express'
import { createControlRefusal, createControlRouter } from '../../stage/control'
import type { StateKeeper } from '../../stage/state-keeper'
import type { ServiceNow } from '../servicenow'
import { mountPush } from './control-push'
import { mountSwitches } from './control-switches'

/** `/_sandbox`: what every sandbox understands, and what only ServiceNow's does. */
export function createControl(snow: ServiceNow, keeper: StateKeeper): Router {
  const router = createControlRouter(snow.stage, keeper)
  mountPush(router, snow)
  mountSwitches(router, snow)
  return router
    .get('/idle', async (_req, res) => {
      await snow.courier.idle()
      res.json({ pending: snow.courier.pending() })
    })
    .use(createControlRefusal())
}
