import { createHmac, randomBytes } from 'node:crypto'
import type { Clock } from '../domain/clock'
import type { Caller, Role } from '../domain/role'
import type { Denied } from './credential'
import type { LoginThrottle } from './login-throttle'
import type { Passwords } from './passwords'

/** A user as it is stored. Times are epoch milliseconds. */
export interface StoredUser {
  id: string
  name: string
  /** Hash with its parameters. */
  password: string
  roles: readonly Role[]
  tenant: string
  disabledAt: number | null
  lastUsedAt: number | null
}

export type AuthenticateUser = (login: { name: string; password: string }, address: string) => Promise<Caller | Denied>

interface Parts {
  findUser(name: string): Promise<StoredUser | null>
  passwords: Pick<Passwords, 'isRight'>
  throttle: LoginThrottle
  clock: Pick<Clock, 'now'>
  /** Told of every good login. */
  noteUse(user: StoredUser): void
}

const rememberMs = 60_000
const mostRemembered = 1_000
const longestName = 64

/**
 * Tells whose name and password these are. An unknown name costs a hash as a wrong password does; who failed too often
 * is not looked at, unless the very same login was good within the minute. Raises `overloaded` as passwords do.
 */
export function createUserAuthenticator(parts: Parts): AuthenticateUser {
  const { clock, throttle } = parts
  const proofs = createProofs(clock.now)
  const checking = new Map<string, Promise<boolean>>()

  /** Equal logins at the same moment are checked once. */
  const isRight = (proof: string, password: string, user: StoredUser | null): Promise<boolean> => {
    const known = checking.get(proof)
    if (known !== undefined) return known
    const check = parts.passwords.isRight(password, user?.password ?? null).finally(() => checking.delete(proof))
    checking.set(proof, check)
    return check
  }

  return async ({ name, password }, address) => {
    const user = name.length > longestName ? null : await parts.findUser(name)
    const proof = proofs.proofOf([name, password, user?.password ?? ''])
    if (!proofs.isRemembered(proof)) {
      const login = { account: proofs.proofOf([name]), address }
      const retryAt = throttle.heldUntil(login)
      if (retryAt !== null) return denied('throttled', user, retryAt)
      if (!(await isRight(proof, password, user)) || user === null) {
        throttle.noteFailure(login)
        return denied('wrong', user)
      }
      proofs.remember(proof)
    }
    // Asked last: whoever does not know the password learns nothing of the user's state.
    if (user === null || user.disabledAt !== null) return denied('disabled', user)
    parts.noteUse(user)
    return { id: user.id, name: user.name, roles: user.roles, tenant: user.tenant }
  }
}

function denied(reason: string, user: StoredUser | null, retryAt?: number): Denied {
  return {
    denied: reason,
    ...(user !== null && { account: { id: user.id, tenant: user.tenant } }),
    ...(retryAt !== undefined && { retryAt }),
  }
}

/** Good logins of the last minute, under a key that this process alone knows: nothing in memory is worth a guess. */
function createProofs(now: () => number) {
  const key = randomBytes(32)
  const endsAt = new Map<string, number>()
  return {
    proofOf: (parts: readonly string[]) => createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64'),
    isRemembered: (proof: string) => (endsAt.get(proof) ?? 0) > now(),
    remember: (proof: string) => {
      const [oldest] = endsAt.keys()
      if (endsAt.size >= mostRemembered && oldest !== undefined) endsAt.delete(oldest)
      endsAt.delete(proof)
      endsAt.set(proof, now() + rememberMs)
    },
  }
}
