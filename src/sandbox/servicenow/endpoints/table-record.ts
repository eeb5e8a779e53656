import type { RequestHandler, Router } from 'express'
import { mayWrite } from '../access'
import { readAccount } from '../authenticate'
import { renderRow } from '../records/render'
import { refuseWrite } from '../refuse'
import type { ServiceNow } from '../servicenow'
import { findRecord, readRenderOptions } from './find-table'

/** `GET`, `PATCH`, `PUT` and `DELETE /table/{table}/{sys_id}`; PUT does what PATCH does. */
export function mountTableRecord(router: Router, snow: ServiceNow): void {
  const { instance, changes } = snow
  const path = '/table/:table/:sysId'

  router.get(path, (req, res) => {
    const found = findRecord(snow, req, res)
    if (found) res.json({ result: renderRow(instance, found.table, { ...found, options: readRenderOptions(req) }) })
  })

  const update: RequestHandler = (req, res) => {
    const found = findRecord(snow, req, res)
    const account = readAccount(res)
    if (found === undefined) return
    if (!mayWrite(account, found.table)) {
      refuseWrite(res, 'Update')
      return
    }
    const row = changes.update(found.table, found.row, { body: req.body, account })
    res.json({ result: renderRow(instance, found.table, { row, options: readRenderOptions(req) }) })
  }
  router.patch(path, update)
  router.put(path, update)

  router.delete(path, (req, res) => {
    const found = findRecord(snow, req, res)
    const account = readAccount(res)
    if (found === undefined) return
    if (!mayWrite(account, found.table)) {
      refuseWrite(res, 'Delete')
      return
    }
    changes.remove(found.table, found.row, account)
    res.status(204).end()
  })
}
