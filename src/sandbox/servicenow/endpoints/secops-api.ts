import { type Request, type Response, Router } from 'express'
import { createFieldGate } from '../access'
import { readAccount } from '../authenticate'
import { readJson, refuseOtherMedia } from '../read-body'
import { isObject, readObject } from '../read-object'
import { refuse } from '../refuse'
import type { ServiceNow } from '../servicenow'

const ROLE = 'sn_sec_cmn.api_write'
const FLAGS = ['ignore_mandatory_fields', 'include_wrap', 'simple_response']

interface Resource {
  table: string
  mandatory: readonly string[]
}

const RESOURCES = new Map<string, Resource>([
  ['ci_enrichment', { table: 'sn_sec_cmn_ci_enrichment_result', mandatory: ['cmdb_ci'] }],
  ['observable_enrichment', { table: 'sn_ti_observable_enrichment_result', mandatory: ['observable'] }],
  ['threat_lookup', { table: 'sn_ti_lookup_result', mandatory: ['observable', 'source_engine', 'finding'] }],
])

/** The Scripted REST API "SecOps Integration Capabilities": adds a record to one of three tables. */
export function createSecopsApi(snow: ServiceNow): Router {
  const router = Router()
  router.use(refuseOtherMedia, readJson)
  for (const [name, resource] of RESOURCES) {
    router.post(`/${name}`, (req, res) => addResult(snow, resource, { req, res }))
    router.all(`/${name}`, (_req, res) => refuse(res, 405, { message: 'Method not supported', detail: null }))
  }
  return router
}

function addResult(
  snow: ServiceNow,
  { table: name, mandatory }: Resource,
  { req, res }: { req: Request; res: Response },
) {
  const account = readAccount(res)
  const table = snow.instance.findTable(name)
  if (!account.roles.some(role => role === ROLE || role === 'admin'))
    return refuseResult(res, 403, 'Insufficient access')
  if (!isObject(req.body) || Object.keys(req.body).length === 0) return refuseResult(res, 400, 'Invalid post body')
  const fields = readFields(req.body)
  const empty = (column: string) => (fields[column] ?? '') === ''
  if (Object.keys(fields).every(empty)) return refuseResult(res, 400, 'No fields supplied')
  const missing = mandatory.filter(empty)
  if (missing.length > 0 && !isSet(req, 'ignore_mandatory_fields')) {
    return refuseResult(res, 400, `Mandatory fields missing: ${missing.join(',')}`)
  }
  const gate = createFieldGate(snow.instance, account, 'write')
  const row = table && snow.changes.insert(table, { body: fields, account, gate }).row
  if (row === undefined) return refuseResult(res, 500, 'Unable to persist record')
  const told = isSet(req, 'simple_response') ? { success: true } : { success: true, table: name, sys_id: row.sys_id }
  res.status(201).json(isSet(req, 'include_wrap') ? { result: told } : told)
}

/** In a member `fields`, or flat beside the flags. */
function readFields(body: Record<string, unknown>): Record<string, unknown> {
  if (isObject(body.fields)) return body.fields
  return Object.fromEntries(Object.entries(body).filter(([name]) => !FLAGS.includes(name)))
}

/** In the query or in the body; the record is then not wrapped, nor checked, nor told. */
function isSet({ query, body }: Request, flag: string): boolean {
  return String(query[flag] ?? readObject(body)[flag] ?? 'false') === 'true'
}

function refuseResult(res: Response, status: number, message: string): void {
  refuse(res, status, { message, detail: null })
}
