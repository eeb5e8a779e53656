import { allTenants, type Caller, defaultTenant, seesTenant } from '../domain/role'
import { BridgeError } from '../errors'

const tenantShape = /^[a-z][a-z0-9-]{0,38}$/

/** Who asks for or changes accounts: a caller, or the command line. */
export type Asker = Pick<Caller, 'id' | 'tenant'>

/** As connections name theirs. */
export function isTenantName(text: string): boolean {
  return tenantShape.test(text)
}

/** For look-ups: the caller's tenant, null where all are seen. */
export function tenantSeen({ tenant }: Asker): string | null {
  return tenant === allTenants ? null : tenant
}

/** What belongs to another tenant looks as if it were not there. */
export function requireSeen<Item extends { tenant: string }>(asker: Asker, item: Item | null, code: string): Item {
  if (item !== null && seesTenant(asker, item.tenant)) return item
  throw new BridgeError('not-found', `there is no such ${code.replace(/-unknown$/, '')}`, { code })
}

/**
 * The tenant of a new account: the asker's own unless given. Only who sees all gives another, and must write down an
 * account that sees all.
 */
export function tenantFor(asker: Asker, wanted: string | undefined): string {
  const tenant = wanted ?? (asker.tenant === allTenants ? defaultTenant : asker.tenant)
  if (tenant !== allTenants && !isTenantName(tenant)) {
    throw new BridgeError('invalid', 'expected a tenant as connections name theirs, or `*` for all', {
      code: 'account-invalid',
    })
  }
  if (seesTenant(asker, tenant)) return tenant
  throw new BridgeError('forbidden', 'accounts of another tenant are made by a caller of all tenants', {
    code: 'foreign-tenant',
  })
}
