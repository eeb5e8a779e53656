import { Router } from 'express'
import type { Jira } from '../jira'
import { isObject } from '../read-object'
import { readScenario } from '../scenario'
import { mountAutomation } from './control-automation'
import { mountLimits } from './control-limits'
import { mountMove } from './control-move'

/** `/_sandbox`: what a test tells the sandbox and asks of it. No part of Jira; open to whoever reaches it. */
export function createControl(jira: Jira): Router {
  const router = Router()
  mountMove(router, jira)
  mountAutomation(router, jira)
  mountLimits(router, jira)

  router.post('/reset', async (_req, res) => {
    await jira.reset()
    res.json({ reset: true })
  })

  router.post('/scenario', (req, res) => {
    if (isObject(req.body) && req.body.name === 'clear') jira.misbehavior.clear()
    else {
      const scenario = readScenario(req.body)
      if (typeof scenario === 'string') {
        res.status(400).json({ error: scenario })
        return
      }
      jira.misbehavior.add(scenario)
    }
    res.json({ active: jira.misbehavior.active() })
  })

  router.get('/ledger', (_req, res) => {
    res.json({ effects: jira.ledger.effects() })
  })

  router.get('/requests', (_req, res) => {
    res.json({ requests: jira.ledger.requests() })
  })

  router.get('/state', (_req, res) => {
    const { flavor, projects, issues } = jira.site
    const webhooks = jira.registry.all().map(({ id, name, url, events }) => ({ id, name, url, events }))
    const shown = { flavor, projects, issues: [...issues.values()], webhooks }
    res.json({ ...shown, scenarios: jira.misbehavior.active(), pending: jira.courier.pending() })
  })

  router.get('/idle', async (_req, res) => {
    await jira.courier.idle()
    res.json({ pending: jira.courier.pending() })
  })
  return router
}
