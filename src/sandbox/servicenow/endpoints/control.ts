import { Router } from 'express'
import { isObject } from '../read-object'
import { readScenario } from '../scenario'
import type { ServiceNow } from '../servicenow'
import { mountPush } from './control-push'
import { mountSwitches } from './control-switches'

/** `/_sandbox`: what a test tells the sandbox and asks of it. No part of ServiceNow; open to whoever reaches it. */
export function createControl(snow: ServiceNow): Router {
  const router = Router()
  mountPush(router, snow)
  mountSwitches(router, snow)

  router.post('/reset', async (_req, res) => {
    await snow.reset()
    res.json({ reset: true })
  })

  router.post('/scenario', (req, res) => {
    if (isObject(req.body) && req.body.name === 'clear') snow.misbehavior.clear()
    else {
      const scenario = readScenario(req.body)
      if (typeof scenario === 'string') {
        res.status(400).json({ error: scenario })
        return
      }
      snow.misbehavior.add(scenario)
    }
    res.json({ active: snow.misbehavior.active() })
  })

  router.get('/ledger', (_req, res) => {
    res.json({ effects: snow.ledger.effects() })
  })

  router.get('/requests', (_req, res) => {
    res.json({ requests: snow.ledger.requests() })
  })

  router.get('/state', (_req, res) => {
    const { instance, pusher, courier, misbehavior } = snow
    const tables = ['incident', 'sn_si_incident', 'sys_journal_field']
    const records = Object.fromEntries(tables.map(table => [table, instance.listRows(table)]))
    const pushes = pusher.all().map(({ url, tables: watched, format }) => ({ url, tables: watched, format }))
    res.json({ records, pushes, scenarios: misbehavior.active(), pending: courier.pending() })
  })

  router.get('/idle', async (_req, res) => {
    await snow.courier.idle()
    res.json({ pending: snow.courier.pending() })
  })
  return router
}
