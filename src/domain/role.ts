export const roles = [
  'bridge.viewer',
  'bridge.operator',
  'bridge.admin',
  'bridge.soar_write',
  'sn_sec_cmn.api_write',
] as const
export type Role = (typeof roles)[number]

const includes: Partial<Record<Role, readonly Role[]>> = {
  'bridge.admin': ['bridge.operator', 'bridge.viewer'],
  'bridge.operator': ['bridge.viewer'],
}

/** Admin includes operator, operator includes viewer; the write roles stand alone. */
export function hasRole(held: readonly Role[], wanted: Role): boolean {
  return held.some(role => role === wanted || includes[role]?.includes(wanted))
}

/** The tenant of what names none. */
export const defaultTenant = 'default'
/** Stands where a tenant would, for a caller of all of them; no connection can have this name. */
export const allTenants = '*'

/** Who is calling, once authenticated. */
export interface Caller {
  id: string
  name: string
  roles: readonly Role[]
  tenant: string
}

/** Whether a caller of one tenant may know of what belongs to another. */
export function seesTenant(caller: Pick<Caller, 'tenant'>, tenant: string): boolean {
  return caller.tenant === allTenants || caller.tenant === tenant
}
