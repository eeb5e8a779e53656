import type { JsonObject } from '../../../domain/json'
import { BridgeError } from '../../../errors'

/** Ids or exact names, never both: SOAR takes a list of one kind. */
export type RoleRefs = readonly number[] | readonly string[]

/** What may be said of any user. */
export interface UserProfile {
  email?: string
  firstName?: string
  lastName?: string
  title?: string
  location?: string
  /** Of the tz database: `US/Pacific`. */
  timeZone?: string
  /** Null takes the second factor away. */
  secondFactor?: { kind: 'duo'; username?: string } | null
}

export interface AutomationSettings {
  /** Addresses, networks (CIDR) or `any`. SOAR's default is an empty list: nobody gets in. */
  allowedIps?: readonly string[]
  /** For containers that the user creates without one. */
  defaultLabel?: string
  defaultTenantId?: number
}

/** The fields as SOAR spells them (reference: RESTUser). */
export function encodeProfile(profile: UserProfile): JsonObject {
  const { email, firstName, lastName, title, location, timeZone, secondFactor } = profile
  return {
    ...(firstName !== undefined && { first_name: firstName }),
    ...(lastName !== undefined && { last_name: lastName }),
    ...(email !== undefined && { email }),
    ...(title !== undefined && { title }),
    ...(location !== undefined && { location }),
    ...(timeZone !== undefined && { time_zone: timeZone }),
    ...(secondFactor !== undefined && encodeFactor(secondFactor)),
  }
}

export function encodeAutomation({ allowedIps, defaultLabel, defaultTenantId }: AutomationSettings): JsonObject {
  return {
    ...(allowedIps !== undefined && { allowed_ips: [...allowedIps] }),
    ...(defaultLabel !== undefined && { default_label: defaultLabel }),
    ...(defaultTenantId !== undefined && { default_tenant_id: defaultTenantId }),
  }
}

/** Raises `rejected` where ids and names are mixed, which types do not keep from who parses them. */
export function encodeRoles(roles: RoleRefs): JsonObject[string] {
  const [first, ...others]: readonly (number | string)[] = roles
  if (others.every(other => typeof other === typeof first)) return [...roles]
  throw new BridgeError('rejected', 'Roles are told by their ids or by their names, not by both', { code: 'rejected' })
}

function encodeFactor(factor: NonNullable<UserProfile['secondFactor']> | null): JsonObject {
  if (factor === null) return { '2fa': null }
  return { '2fa': factor.kind, ...(factor.username !== undefined && { '2fa_username': factor.username }) }
}
