import type { Clock } from '../domain/clock'
import type { Caller, Role } from '../domain/role'
import type { Denied } from './credential'
import { createAllowList } from './ip-allow-list'
import { isSameDigest, type KeyDigest, parseKeyToken } from './key-token'
import type { LoginThrottle } from './login-throttle'

/** An API key as it is stored. Times are epoch milliseconds. */
export interface StoredKey {
  id: string
  name: string
  /** SHA-256 of the token, hex. */
  digest: string
  roles: readonly Role[]
  tenant: string
  /** Addresses, ranges or `any`; empty allows nobody. */
  allowIps: readonly string[]
  expiresAt: number | null
  revokedAt: number | null
  lastUsedAt: number | null
}

type KeyDenial = 'malformed' | 'unknown' | 'wrong' | 'revoked' | 'expired' | 'address'
export type AuthenticateKey = (token: string, address: string) => Promise<Caller | Denied>

interface Parts {
  /** Costs the same whether there is such a key or not. */
  findProof(id: string): Promise<{ digest: string | null; tenant: string | null }>
  findKey(id: string): Promise<StoredKey | null>
  throttle: LoginThrottle
  clock: Pick<Clock, 'now'>
  /** Told of every good use. */
  noteUse(key: StoredKey): void
}

/** The digest of no key. */
const noDigest = '0'.repeat(64)

/**
 * Tells who holds a token; a denial is a value, only a failing look-up raises. A good key is good however many wrong
 * ones came before it: 256 random bits are not guessed, so the throttle only slows those who are denied anyway.
 */
export function createKeyAuthenticator(parts: Parts): AuthenticateKey {
  const { throttle, clock, noteUse } = parts
  return async (token, address) => {
    const presented = parseKeyToken(token)
    const found = await findHolder(parts, presented)
    const denial = 'key' in found ? denialOf(found.key, { address, now: clock.now() }) : found.denial
    if ('key' in found && denial === null) {
      const { id, name, roles, tenant } = found.key
      noteUse(found.key)
      return { id, name, roles, tenant }
    }
    const login = { account: presented?.id ?? address, address }
    const retryAt = throttle.heldUntil(login)
    if (retryAt === null) throttle.noteFailure(login)
    const tenant = 'key' in found ? found.key.tenant : found.tenant
    return {
      denied: denial ?? 'unknown',
      ...(presented !== null && tenant !== null && { account: { id: presented.id, tenant } }),
      ...(retryAt !== null && { retryAt }),
    }
  }
}

type Found = { key: StoredKey } | { denial: KeyDenial; tenant: string | null }

/** The rest of a key is read once its digest is right: whoever does not hold it learns nothing, from the time neither. */
async function findHolder({ findProof, findKey }: Parts, presented: KeyDigest | null): Promise<Found> {
  if (presented === null) return { denial: 'malformed', tenant: null }
  const { digest, tenant } = await findProof(presented.id)
  if (!isSameDigest(digest ?? noDigest, presented.digest))
    return { denial: tenant === null ? 'unknown' : 'wrong', tenant }
  const key = await findKey(presented.id)
  return key === null ? { denial: 'unknown', tenant: null } : { key }
}

function denialOf(key: StoredKey, call: { address: string; now: number }): KeyDenial | null {
  if (key.revokedAt !== null) return 'revoked'
  if (key.expiresAt !== null && key.expiresAt <= call.now) return 'expired'
  return createAllowList(key.allowIps)(call.address) ? null : 'address'
}
