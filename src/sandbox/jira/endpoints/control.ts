import type { Router } from 'express'
import { createControlRefusal, createControlRouter } from '../../stage/control'
import type { StateKeeper } from '../../stage/state-keeper'
import type { Jira } from '../jira'
import { mountAutomation } from './control-automation'
import { mountLimits } from './control-limits'
import { mountMove } from './control-move'

/** `/_sandbox`: what every sandbox understands, and what only Jira's does. */
export function createControl(jira: Jira, keeper: StateKeeper): Router {
  const router = createControlRouter(jira.stage, keeper)
  mountMove(router, jira)
  mountAutomation(router, jira)
  mountLimits(router, jira)
  return router
    .get('/idle', async (_req, res) => {
      await jira.courier.idle()
      res.json({ pending: jira.courier.pending() })
    })
    .use(createControlRefusal())
}
