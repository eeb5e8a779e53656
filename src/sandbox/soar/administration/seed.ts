import type { JsonObject } from '../json'
import type { SoarSandboxOptions } from '../options'
import { describeSeverities, describeStatuses } from '../vocabulary'
import { describeAsset } from './assets'
import { addCredential } from './credentials'
import type { SandboxUser } from './options'
import { describeRoles } from './roles'
import type { AdministrationTables } from './tables'
import { describeTenants } from './tenants'
import { describeUser, listUsers } from './user-record'

/** Fills the tables of administration as `options` say; whatever they held is gone. */
export function seedAdministration(tables: AdministrationTables, options: SoarSandboxOptions): void {
  const { user, credential, role, asset, tenant, severity, status, label, audit } = tables
  for (const table of [user, credential, audit]) table.load([])
  tenant.load(describeTenants(options.tenants))
  role.load(number(describeRoles(options.roles)))
  asset.load(number((options.assets ?? []).map(describeAsset)))
  severity.load(number(describeSeverities(options.severities)))
  status.load(number(describeStatuses(options.statuses)))
  label.load(number((options.labels ?? ['events', 'incident']).map(name => ({ name }))))
  seedUsers(tables, options)
}

function number(records: JsonObject[]): (JsonObject & { id: number })[] {
  return records.map((record, index) => ({ ...record, id: index + 1 }))
}

/** The token of the options is that of the first automation user without one of its own. */
function seedUsers(tables: AdministrationTables, { users = [], token }: SoarSandboxOptions): void {
  let spare = token
  for (const user of listUsers(users)) {
    const row = tables.user.insert(describeSeed(user))
    const own = user.token ?? (user.type === 'automation' ? spare : undefined)
    if (user.type === 'automation' && own === spare) spare = undefined
    addCredential(tables, row, {
      password: user.password ?? null,
      ...(own === undefined ? {} : { token: own }),
      ...(user.token_expires_on === undefined ? {} : { expiresOn: user.token_expires_on }),
    })
  }
}

function describeSeed({ password, token, token_expires_on, allowed_ips, roles, ...fields }: SandboxUser): JsonObject {
  const isAutomation = fields.type === 'automation'
  return describeUser({
    time_zone: 'UTC',
    ...fields,
    roles: [...(roles ?? [isAutomation ? 'Automation' : 'Administrator'])],
    ...(isAutomation ? { allowed_ips: [...(allowed_ips ?? ['any'])] } : {}),
  })
}
