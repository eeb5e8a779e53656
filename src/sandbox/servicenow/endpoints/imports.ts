import type { Request, Response, Router } from 'express'
import { mayDo } from '../access'
import { readAccount } from '../authenticate'
import { isObject } from '../read-object'
import type { Transformed } from '../records/imports'
import { refuse, refuseRecord, refuseWrite } from '../refuse'
import type { ServiceNow } from '../servicenow'
import type { TransformMap } from '../tables/staging'

/** The Import Set API. Its answers are not wrapped into a `result`, but hold one. */
export function mountImports(router: Router, snow: ServiceNow): void {
  const { imports, instance } = snow

  router.post('/import/:staging', (req, res) => {
    const map = findMap(snow, req, res)
    if (map === undefined) return
    const set = imports.open(map)
    const { result } = imports.load(map, set, { body: req.body, account: readAccount(res) })
    res.status(201).json({ import_set: set.number, staging_table: map.staging, result: [showResult(snow, result)] })
  })

  router.post('/import/:staging/insertMultiple', (req, res) => {
    const map = findMap(snow, req, res)
    if (map === undefined) return
    const records = isObject(req.body) && Array.isArray(req.body.records) ? req.body.records : undefined
    if (records === undefined) {
      refuse(res, 400, { message: 'Invalid request body', detail: 'records must be an array' })
      return
    }
    const { multi_import_set_id } = req.query
    const set = imports.open(map, typeof multi_import_set_id === 'string' ? multi_import_set_id : undefined)
    for (const body of records) imports.load(map, set, { body, account: readAccount(res) })
    res.status(201).json({ import_set_id: set.sys_id, multi_import_set_id: set.multi_import_set })
  })

  router.get('/import/:staging/:sysId', (req, res) => {
    const map = findMap(snow, req, res)
    if (map === undefined) return
    const row = instance.findRow(map.staging, String(req.params.sysId))
    if (row === undefined) {
      refuseRecord(res)
      return
    }
    const set = instance.findRow('sys_import_set', row.sys_import_set ?? '')
    const target = instance.findRow(map.target, row.sys_target_sys_id ?? '')
    const status = readStatus(row.sys_import_state)
    const errorMessage = row.sys_import_state_comment ?? ''
    const result = showResult(snow, { map, status, errorMessage, ...(target && { target }) })
    res.json({ import_set: set?.number, staging_table: map.staging, result: [result] })
  })
}

/** The map of the staging table in the path; where there is none for the caller, the answer is already sent. */
function findMap({ imports, instance }: ServiceNow, req: Request, res: Response): TransformMap | undefined {
  const name = String(req.params.staging)
  const [map, table] = [imports.findMap(name), instance.findTable(name)]
  if (map === undefined || table === undefined) {
    refuse(res, 400, { message: `Invalid staging table ${name}`, detail: null })
    return undefined
  }
  if (mayDo(instance, readAccount(res), { table, operation: 'create' })) return map
  refuseWrite(res, 'Insert')
  return undefined
}

function showResult({ instance }: ServiceNow, { map, status, target, errorMessage }: Transformed) {
  const shown = instance.findTable(map.target)?.displayColumn ?? 'name'
  const head = { transform_map: map.name, table: map.target, status }
  if (target === undefined) return { ...head, error_message: errorMessage }
  return {
    ...head,
    display_name: shown,
    display_value: target[shown] ?? '',
    record_link: `${instance.url}/api/now/table/${map.target}/${target.sys_id}`,
    sys_id: target.sys_id,
  }
}

function readStatus(state: string | undefined): Transformed['status'] {
  return (['inserted', 'updated', 'ignored'] as const).find(known => known === state) ?? 'error'
}
