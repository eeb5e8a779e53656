import type { Role } from '../domain/role'
import type { StoredKey } from '../store/api-keys'

/** A key as everybody may see it; times are ISO 8601. */
export interface KeyView {
  id: string
  name: string
  roles: Role[]
  tenant: string
  allowIps: string[]
  /** Id of the key that it was rotated from. */
  replaces: string | null
  createdAt: string
  expiresAt: string | null
  revokedAt: string | null
  lastUsedAt: string | null
}

/** A new key, shown this once. */
export type ShownKey = KeyView & { key: string }

export function viewKey(key: StoredKey): KeyView {
  return {
    id: key.id,
    name: key.name,
    roles: key.roles,
    tenant: key.tenant,
    allowIps: key.allowIps,
    replaces: key.replaces,
    createdAt: new Date(key.createdAt).toISOString(),
    expiresAt: isoTime(key.expiresAt),
    revokedAt: isoTime(key.revokedAt),
    lastUsedAt: isoTime(key.lastUsedAt),
  }
}

function isoTime(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString()
}
