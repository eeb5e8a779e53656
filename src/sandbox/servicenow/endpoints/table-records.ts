import type { Router } from 'express'
import { createFieldGate, mayDo } from '../access'
import { readAccount } from '../authenticate'
import { createRowRenderer, renderRow } from '../records/render'
import { refuseWrite } from '../refuse'
import type { ServiceNow } from '../servicenow'
import { answerRows } from './answer-rows'
import { findTable, readRenderOptions, readWrite, refuseOutcome } from './find-table'

const DEFAULT_LIMIT = 10_000

/** `GET` and `POST /table/{table}`. Version 1 answers 404 where nothing is found. */
export function mountTableRecords(router: Router, snow: ServiceNow, version: 1 | 2): void {
  const { instance } = snow

  router.get('/table/:table', (req, res) => {
    const table = findTable(snow, req, res)
    if (table === undefined) return
    const gate = createFieldGate(instance, readAccount(res), 'read')
    const render = createRowRenderer(instance, table, { ...readRenderOptions(req), gate })
    answerRows({ snow, table, render }, { req, res }, { defaultLimit: DEFAULT_LIMIT, isOld: version === 1 })
  })

  router.post('/table/:table', (req, res) => {
    const table = findTable(snow, req, res)
    if (table === undefined) return
    const account = readAccount(res)
    if (!mayDo(instance, account, { table, operation: 'create' })) {
      refuseWrite(res, 'Insert')
      return
    }
    const write = readWrite(snow, req, account)
    const { row, refusal } = snow.imports.stage(table, write) ?? snow.changes.insert(table, write)
    if (row === undefined) {
      refuseOutcome(res, refusal)
      return
    }
    const gate = createFieldGate(instance, account, 'read')
    const result = renderRow(instance, table, { row, options: { ...readRenderOptions(req), gate } })
    res.status(201).location(`${instance.url}/api/now/table/${table.name}/${row.sys_id}`).json({ result })
  })
}
