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
  findKey(id: string): Promise<StoredKey | null>
  throttle: LoginThrottle
  clock: Pick<Clock, 'now'>
  /** Told of every good use. */
  noteUse(key: StoredKey): void
}

/**
 * Tells who holds a token; a denial is a value, only a failing look-up raises. A good key is good however many wrong
 * ones came before it: 256 random bits are not guessed, so the throttle only slows those who are denied anyway.
 */
export function createKeyAuthenticator({ findKey, throttle, clock, noteUse }: Parts): AuthenticateKey {
  return async (token, address) => {
    const presented = parseKeyToken(token)
    const stored = presented === null ? null : await findKey(presented.id)
    const reason = denialOf(presented, stored, { address, now: clock.now() })
    if (stored !== null && reason === null) {
      noteUse(stored)
      return { id: stored.id, name: stored.name, roles: stored.roles, tenant: stored.tenant }
    }
    const login = { account: presented?.id ?? address, address }
    const retryAt = throttle.heldUntil(login)
    if (retryAt === null) throttle.noteFailure(login)
    return {
      denied: reason ?? 'unknown',
      ...(stored !== null && { account: { id: stored.id, tenant: stored.tenant } }),
      ...(retryAt !== null && { retryAt }),
    }
  }
}

function denialOf(
  presented: KeyDigest | null,
  stored: StoredKey | null,
  call: { address: string; now: number },
): KeyDenial | null {
  if (presented === null) return 'malformed'
  return stored === null ? 'unknown' : findDenial(stored, { ...call, digest: presented.digest })
}

/** The digest is compared first: whoever does not hold the key learns nothing of its state. */
function findDenial(stored: StoredKey, call: { digest: string; address: string; now: number }): KeyDenial | null {
  if (!isSameDigest(stored.digest, call.digest)) return 'wrong'
  if (stored.revokedAt !== null) return 'revoked'
  if (stored.expiresAt !== null && stored.expiresAt <= call.now) return 'expired'
  return createAllowList(stored.allowIps)(call.address) ? null : 'address'
}
