import type { Clock } from '../domain/clock'
import type { Caller, Role } from '../domain/role'
import { createAllowList } from './ip-allow-list'
import { isSameDigest, parseKeyToken } from './key-token'

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

/** For logs and the audit; the caller of the API is told the same for all of them. */
export type KeyDenial = 'malformed' | 'unknown' | 'wrong' | 'revoked' | 'expired' | 'address'
export type KeyVerdict = Caller | { denied: KeyDenial; keyId?: string }
export type AuthenticateKey = (token: string, address: string) => Promise<KeyVerdict>

interface Parts {
  findKey(id: string): Promise<StoredKey | null>
  clock: Pick<Clock, 'now'>
  /** Told at most once a minute and key; must not raise. */
  noteUse(id: string, at: number): void
}

const noteEveryMs = 60_000

/** Tells who holds a token; a denial is a value, only a failing look-up raises. */
export function createKeyAuthenticator({ findKey, clock, noteUse }: Parts): AuthenticateKey {
  // One entry a key that was used: the stored time lags behind while its write waits.
  const notedAt = new Map<string, number>()

  return async (token, address) => {
    const presented = parseKeyToken(token)
    if (presented === null) return { denied: 'malformed' }
    const stored = await findKey(presented.id)
    if (stored === null) return { denied: 'unknown', keyId: presented.id }
    const now = clock.now()
    const denied = findDenial(stored, { digest: presented.digest, address, now })
    if (denied !== null) return { denied, keyId: stored.id }
    if (now - Math.max(notedAt.get(stored.id) ?? 0, stored.lastUsedAt ?? 0) >= noteEveryMs) {
      notedAt.set(stored.id, now)
      noteUse(stored.id, now)
    }
    return { id: stored.id, name: stored.name, roles: stored.roles, tenant: stored.tenant }
  }
}

/** The digest is compared first: whoever does not hold the key learns nothing of its state. */
function findDenial(stored: StoredKey, call: { digest: string; address: string; now: number }): KeyDenial | null {
  if (!isSameDigest(stored.digest, call.digest)) return 'wrong'
  if (stored.revokedAt !== null) return 'revoked'
  if (stored.expiresAt !== null && stored.expiresAt <= call.now) return 'expired'
  return createAllowList(stored.allowIps)(call.address) ? null : 'address'
}
