import type { RequestHandler, Router } from 'express'
import { createFieldGate, mayDo } from '../access'
import { readAccount } from '../authenticate'
import { renderRow } from '../records/render'
import { refuseWrite } from '../refuse'
import type { ServiceNow } from '../servicenow'
import { findRecord, readRenderOptions, readWrite, refuseOutcome } from './find-table'

/** `GET`, `PATCH`, `PUT` and `DELETE /table/{table}/{sys_id}`; PUT does what PATCH does. */
export function mountTableRecord(router: Router, snow: ServiceNow): void {
  const { instance, changes } = snow
  const path = '/table/:table/:sysId'

  router.get(path, (req, res) => {
    const found = findRecord(snow, req, res)
    if (found === undefined) return
    const gate = createFieldGate(instance, readAccount(res), 'read')
    const options = { ...readRenderOptions(req), gate }
    res.json({ result: renderRow(instance, found.shownAs, { row: found.row, options }) })
  })

  const update: RequestHandler = (req, res) => {
    const found = findRecord(snow, req, res)
    const account = readAccount(res)
    if (found === undefined) return
    if (!mayDo(instance, account, { table: found.table, operation: 'write' })) {
      refuseWrite(res, 'Update')
      return
    }
    const { row, refusal } = changes.update(found.table, found.row, readWrite(snow, req, account))
    if (row === undefined) {
      refuseOutcome(res, refusal)
      return
    }
    const options = { ...readRenderOptions(req), gate: createFieldGate(instance, account, 'read') }
    res.json({ result: renderRow(instance, found.shownAs, { row, options }) })
  }
  router.patch(path, update)
  router.put(path, update)

  router.delete(path, (req, res) => {
    const found = findRecord(snow, req, res)
    const account = readAccount(res)
    if (found === undefined) return
    if (!mayDo(instance, account, { table: found.table, operation: 'delete' })) {
      refuseWrite(res, 'Delete')
      return
    }
    changes.remove(found.table, found.row, account)
    res.status(204).end()
  })
}
