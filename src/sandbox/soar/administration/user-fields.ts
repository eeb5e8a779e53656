import { type ReadField, readFields, readNumber, readText } from '../body'
import { Failure } from '../envelope'
import type { Json, JsonObject } from '../json'
import type { Soar } from '../soar'
import { readAllowedIps } from './allowed-ips'
import { USER_TYPES } from './options'

const FIELDS: Readonly<Record<string, ReadField>> = {
  first_name: readText,
  last_name: readText,
  email: readText,
  title: readText,
  location: readText,
  time_zone: readText,
}

/** Only an automation user has them; for anybody else they are ignored. */
const AUTOMATION_FIELDS: Readonly<Record<string, ReadField>> = {
  allowed_ips: readAllowedIps,
  default_label: readText,
}

/** What a body says of a user of that type, roles aside. A second factor is checked and shows nowhere. */
export function readUserFields(body: JsonObject, type: Json): JsonObject {
  const { '2fa': factor = null, password } = body
  if (factor !== null && factor !== 'duo') throw new Failure(400, 'Invalid value for "2fa"')
  const isLocal = type === 'normal' || type === 'automation'
  if (password != null && !isLocal)
    throw new Failure(400, `"password" cannot be used on a user of type ${String(type)}`)
  if (type !== 'automation') return readFields(body, FIELDS)
  const tenant = body.default_tenant_id
  return {
    ...readFields(body, { ...FIELDS, ...AUTOMATION_FIELDS }),
    ...(tenant === undefined ? {} : { default_tenant: readNumber(tenant, 'default_tenant_id') }),
  }
}

/** `automation`, `ldap` …; only a creation says it. */
export function readUserType({ type = 'normal' }: JsonObject): Json {
  if (USER_TYPES.some(known => known === type)) return type
  throw new Failure(400, 'Invalid value for "type"')
}

/** The names of the roles after this body: `roles` replaces them and overrides the other two. */
export function readRoles(soar: Soar, body: JsonObject, current: readonly Json[]): Json[] {
  if (body.roles !== undefined) return resolveRoles(soar, body.roles, 'roles')
  const added = resolveRoles(soar, body.add_roles ?? [], 'add_roles')
  const removed = resolveRoles(soar, body.remove_roles ?? [], 'remove_roles')
  return [...new Set([...current, ...added])].filter(name => !removed.includes(name))
}

/** A list of ids or of exact names, never of both. */
function resolveRoles({ tables, switches }: Soar, value: Json, name: string): Json[] {
  const isOneKind =
    Array.isArray(value) && (value.every(Number.isSafeInteger) || value.every(item => typeof item === 'string'))
  if (!isOneKind) throw new Failure(400, `"${name}" must be only role ids or only exact role names`)
  return value.flatMap(item => {
    const [id] = tables.role.lookUp(typeof item === 'number' ? 'id' : 'name', item) ?? []
    const role = id === undefined ? undefined : tables.role.find(id)
    if (role !== undefined) return [role.name ?? null]
    if (switches.unknownRoles === 'ignore') return []
    throw new Failure(400, 'Role matching query does not exist.')
  })
}
