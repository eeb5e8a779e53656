import { Failure } from '../envelope'
import { isObject, type Json, type JsonObject } from '../json'
import type { Soar } from '../soar'
import type { Row } from '../table'
import type { Right } from './options'

/** What a right is for, and what a POST there takes where it is not `edit`. */
interface Need {
  area: string
  post?: Right
}

const containers = { area: 'containers' }
const settings = { area: 'system_settings' }
const cases = { area: 'cases' }
const people = { area: 'users_and_roles' }

/**
 * Which right a resource below `/rest` takes: `view` to read, `edit` to write, `delete`. What is not listed (version,
 * system_info, license, health, search) takes a login only. The areas follow the pages on roles; which endpoint belongs to
 * which is not verified against a real SOAR.
 */
const NEEDS: Readonly<Record<string, Need>> = {
  container: containers,
  artifact: containers,
  note: containers,
  container_note: containers,
  container_comment: containers,
  container_attachment: containers,
  container_pin: containers,
  download_attachment: containers,
  vault_document: containers,
  evidence: containers,
  indicator: containers,
  indicator_artifact: containers,
  indicator_by_value: containers,
  indicator_common_container: containers,
  approval: containers,
  workbook_template: cases,
  workbook_phase: cases,
  workbook_task: cases,
  workflow_template: cases,
  workflow_phase: cases,
  workflow_task: cases,
  app: { area: 'apps' },
  app_run: { area: 'apps' },
  action_run: { area: 'apps', post: 'execute' },
  asset: { area: 'assets' },
  decided_list: { area: 'lists' },
  playbook: { area: 'playbooks' },
  playbook_run: { area: 'playbooks', post: 'execute' },
  ph_user: people,
  role: people,
  severity: settings,
  container_status: settings,
  system_settings: settings,
  tenant: settings,
  audit: settings,
}

export const AREAS = [...new Set(Object.values(NEEDS).map(({ area }) => area))]

const RIGHTS: Readonly<Record<string, Right>> = { GET: 'view', HEAD: 'view', POST: 'edit', DELETE: 'delete' }

/** Refuses what the roles of `user` do not include. That tokens delete nothing is a rule of its own. */
export function authorize(soar: Soar, user: Row, request: { method: string; path: string }): void {
  const [, , resource = ''] = request.path.split('/')
  const need = Object.hasOwn(NEEDS, resource) ? NEEDS[resource] : undefined
  if (need === undefined || isOwn(user, request)) return
  const right = (request.method === 'POST' ? need.post : undefined) ?? RIGHTS[request.method] ?? 'edit'
  if (!hasRight(soar, user, { area: need.area, right })) throw refuse(user, `${right} ${need.area}`)
}

/** Everybody reads themselves. */
function isOwn(user: Row, { method, path }: { method: string; path: string }): boolean {
  return method === 'GET' && (path === `/rest/ph_user/${user.id}` || path === `/rest/ph_user/${user.id}/token`)
}

function hasRight(soar: Soar, user: Row, wanted: { area: string; right: Right }): boolean {
  if (user.is_superuser === true) return true
  const roles = Array.isArray(user.roles) ? user.roles : []
  return roles.some(name => grants(findRole(soar, name)?.permissions ?? [], wanted))
}

function findRole({ tables }: Soar, name: Json): Row | undefined {
  const [id] = tables.role.lookUp('name', name) ?? []
  return id === undefined ? undefined : tables.role.find(id)
}

function grants(permissions: Json, { area, right }: { area: string; right: Right }): boolean {
  if (!Array.isArray(permissions)) return false
  return permissions.some(permission => isObject(permission) && permission.name === area && permission[right] === true)
}

/** The wording is not verified but for `does not have permission`. */
export function refuse(user: JsonObject, what: string): Failure {
  return new Failure(403, `User ${String(user.username)} does not have permission to ${what}`)
}
