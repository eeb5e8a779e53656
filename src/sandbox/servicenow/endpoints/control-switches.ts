import type { Router } from 'express'
import { readAccessRule } from '../access-rule'
import type { ServiceNow } from '../servicenow'
import { readSwitches } from '../switches'

/** `POST /_sandbox/switches {name: value, …}` and `POST /_sandbox/rule {table, field?, operation, roles}`. */
export function mountSwitches(router: Router, { switches, instance }: ServiceNow): void {
  router.get('/switches', (_req, res) => {
    res.json(switches.read())
  })

  router.post('/switches', (req, res) => {
    const changes = readSwitches(req.body)
    if (typeof changes === 'string') {
      res.status(400).json({ error: changes })
      return
    }
    switches.set(changes)
    res.json(switches.read())
  })

  router.post('/rule', (req, res) => {
    const rule = readAccessRule(req.body)
    if (rule === undefined) {
      res.status(400).json({ error: 'table, operation (read, create, write or delete) and roles are needed' })
      return
    }
    instance.addRule(rule)
    res.status(201).json({ rules: instance.rules() })
  })
}
