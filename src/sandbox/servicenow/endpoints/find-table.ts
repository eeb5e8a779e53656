import type { Request, Response } from 'express'
import { createFieldGate, maySeeRow } from '../access'
import { readAccount } from '../authenticate'
import type { Account } from '../instance'
import type { AccountWrite } from '../records/changes'
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

export interface FoundRecord {
  /** The table the record is of. */
  table: Table
  /** The table it was asked for by: one that the other extends, or the same. */
  shownAs: Table
  row: Row
}

/** The record of the path; where the caller may not see it, the answer is already sent. */
export function findRecord(snow: ServiceNow, req: Request, res: Response): FoundRecord | undefined {
  const shownAs = findTable(snow, req, res)
  if (shownAs === undefined) return undefined
  const { instance } = snow
  const row = instance.findRow(shownAs.name, String(req.params.sysId))
  if (row !== undefined && maySeeRow(instance, readAccount(res), { table: shownAs, row })) {
    const own = instance.findTable(row.sys_class_name ?? '')
    return { shownAs, row, table: own?.parent === shownAs.name ? own : shownAs }
  }
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

/** What a request wants to set; `sysparm_input_display_value` says how to read it. */
export function readWrite({ instance }: ServiceNow, { body, query }: Request, account: Account): AccountWrite {
  return {
    body,
    account,
    gate: createFieldGate(instance, account, 'write'),
    isDisplayed: query.sysparm_input_display_value === 'true',
  }
}

/** The instance's own rules aborted the write. */
export function refuseOutcome(res: Response, detail: string): void {
  refuse(res, 403, { message: 'Operation Failed', detail })
}
