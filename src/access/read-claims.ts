import { isJsonObject } from '../domain/json'
import type { Caller, Role } from '../domain/role'
import { isTenantName } from './tenancy'

/** What the claims of a token mean here. */
export interface ClaimRules {
  roleClaim: string
  /** By value of the role claim; other values stand for no role. */
  roles: Readonly<Record<string, readonly Role[]>>
  tenant: { readonly name: string } | { readonly claim: string }
}

type Claims = Readonly<Record<string, unknown>>

/** Letters that stand in the audit log as they are; at most as many as OpenID Connect allows. */
const subjectShape = /^[\x21-\x7e]{1,255}$/

/** The caller that verified claims name, with whatever roles they stand for; null where they name nobody. */
export function readCaller(claims: Claims, rules: ClaimRules): Caller | null {
  const { sub } = claims
  const tenant = 'name' in rules.tenant ? rules.tenant.name : tenantOf(claims, rules.tenant.claim)
  if (typeof sub !== 'string' || !subjectShape.test(sub) || tenant === null) return null
  // The colon keeps it apart from every user and key.
  const id = `oidc:${sub}`
  return { id, name: id, roles: rolesOf(claims, rules), tenant }
}

/** Never all tenants: that is for the configuration to say. */
function tenantOf(claims: Claims, name: string): string | null {
  const tenant = claimOf(claims, name)
  return typeof tenant === 'string' && isTenantName(tenant) ? tenant : null
}

function rolesOf(claims: Claims, { roleClaim, roles }: ClaimRules): Role[] {
  const claim = claimOf(claims, roleClaim)
  const values: unknown[] = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : []
  const known = values.flatMap(value =>
    typeof value === 'string' && Object.hasOwn(roles, value) ? (roles[value] ?? []) : [],
  )
  return [...new Set(known)]
}

/** By its whole name, which may hold dots (`https://…`), else by the path that the dots make. */
function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  return name
    .split('.')
    .reduce<unknown>((at, step) => (isJsonObject(at) && Object.hasOwn(at, step) ? at[step] : undefined), claims)
}
