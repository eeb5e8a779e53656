import { defaultTenant, type Role } from '../domain/role'
import { BridgeError } from '../errors'
import type { KeyFields, StoredKey } from '../store/api-keys'
import { isAddressRange } from './ip-allow-list'
import { createKeyToken } from './key-token'

export interface KeyWish {
  name: string
  roles: readonly Role[]
  /** Addresses, ranges or `any`; the empty list lets nobody in. */
  allowIps: readonly string[]
  tenant?: string
  /** ISO 8601; null or absent for never. */
  expiresAt?: string | null
}

export type KeyChange = Partial<Omit<KeyWish, 'tenant'>>

/** A new token, and what is kept of it. Raises `invalid` where an address or the end is none. */
export function mintKey(wish: KeyWish, now: number): { token: string; key: StoredKey } {
  const { token, id, digest } = createKeyToken()
  const key: StoredKey = {
    id,
    name: wish.name,
    digest,
    roles: [...new Set(wish.roles)],
    tenant: wish.tenant ?? defaultTenant,
    allowIps: readAddresses(wish.allowIps),
    createdAt: now,
    expiresAt: readEnd(wish.expiresAt ?? null, now),
    revokedAt: null,
    lastUsedAt: null,
    replaces: null,
  }
  return { token, key }
}

/** The same key anew, for as long as the old one was made for. */
export function succeedKey(old: StoredKey, now: number): { token: string; key: StoredKey } {
  const { token, id, digest } = createKeyToken()
  const expiresAt = old.expiresAt === null ? null : now + (old.expiresAt - old.createdAt)
  return { token, key: { ...old, id, digest, createdAt: now, expiresAt, lastUsedAt: null, replaces: old.id } }
}

export function readChange({ name, roles, allowIps, expiresAt }: KeyChange, now: number): KeyFields {
  return {
    ...(name !== undefined && { name }),
    ...(roles !== undefined && { roles: [...new Set(roles)] }),
    ...(allowIps !== undefined && { allowIps: readAddresses(allowIps) }),
    ...(expiresAt !== undefined && { expiresAt: readEnd(expiresAt, now) }),
  }
}

function readAddresses(ranges: readonly string[]): string[] {
  const bad = ranges.findIndex(range => !isAddressRange(range))
  if (bad < 0) return [...ranges]
  throw new BridgeError('invalid', 'expected addresses, ranges in CIDR form, or `any`', {
    code: 'address-range-invalid',
    mistakes: [{ path: `/body/allowIps/${bad}`, message: 'is no address and no range' }],
  })
}

function readEnd(text: string | null, now: number): number | null {
  if (text === null) return null
  const at = Date.parse(text)
  if (at > now) return at
  throw new BridgeError('invalid', 'expected an end in the future; to end a key now, revoke it', {
    code: 'key-end-invalid',
  })
}
