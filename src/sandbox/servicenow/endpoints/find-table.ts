import type { Request, Response } from 'express'
import { maySeeRow } from '../access'
import { readAccount } from '../authenticate'
import type { RenderOptions } from '../records/render'
import { refuse, refuseRecord } from '../refuse'
import type { ServiceNow } from '../servicenow'
import type { Row, Table } from '../tables/table'

/** The table of the path; where there is none, the answer is already sent. */
export function findTable({ instance }: ServiceNow, req: Request, res: Response): Table | undefined {
  const name = String(req.params.table)
  const table = instance.findTable(name)
  if (table === undefined) {
    refuse(res, 400, { message: `Invalid table ${name}`, detail: `Table ${name} does not exist` })
  }
  return table
}

/** The record of the path; where the caller may not see it, the answer is already sent. */
export function findRecord(snow: ServiceNow, req: Request, res: Response): { table: Table; row: Row } | undefined {
  const table = findTable(snow, req, res)
  if (table === undefined) return undefined
  const row = snow.instance.findRow(table.name, String(req.params.sysId))
  if (row !== undefined && maySeeRow(snow.instance, readAccount(res), { table, row })) return { table, row }
  refuseRecord(res)
  return undefined
}

/** `sysparm_display_value`, `sysparm_exclude_reference_link`, `sysparm_fields`. */
export function readRenderOptions({ query }: Request): RenderOptions {
  const display = String(query.sysparm_display_value ?? 'false').toLowerCase()
  const fields = String(query.sysparm_fields ?? '')
  return {
    display: display === 'true' || display === 'all' ? display : 'false',
    excludeLinks: query.sysparm_exclude_reference_link === 'true',
    ...(fields === '' ? {} : { fields: fields.split(',').map(name => name.trim()) }),
  }
}
