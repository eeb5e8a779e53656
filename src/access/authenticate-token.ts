import {
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose'
import type { Clock } from '../domain/clock'
import type { Json } from '../domain/json'
import type { Caller } from '../domain/role'
import { isBridgeError } from '../errors'
import type { Denied } from './credential'
import type { LoginThrottle } from './login-throttle'
import { type ClaimRules, readCaller } from './read-claims'
import { createSigningKeys } from './signing-keys'

/** What a token must say to be taken. */
export interface TokenRules extends ClaimRules {
  issuer: string
  audience: string
  clockToleranceSeconds: number
}

export type AuthenticateToken = (token: string, address: string) => Promise<Caller | Denied>

interface Parts {
  rules: TokenRules
  /** The provider's key set (RFC 7517). */
  readKeySet(): Promise<Json>
  throttle: LoginThrottle
  clock: Pick<Clock, 'now'>
  /** Told why the key set could not be read. */
  onFailure(error: unknown): void
}

/** Signed by a key pair: with `none` or a shared secret (HS256) whoever knows the public key could sign. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
/** RFC 9068, and what providers of before it write; a logout token is none of them. */
const kinds = ['at+jwt', 'application/at+jwt', 'jwt', '']

/**
 * Tells whom an access token of the identity provider names (RFC 9068, RFC 8725); a denial is a value. Raises
 * `unavailable` (`identity-provider-down`) where its keys cannot be had.
 */
export function createTokenAuthenticator(parts: Parts): AuthenticateToken {
  const { rules, throttle, clock } = parts
  const keyOf = createKeyFinder(parts)
  const check = async (token: string): Promise<Caller | null> => {
    const { payload, protectedHeader } = await jwtVerify(token, keyOf, optionsOf(rules, clock.now()))
    return kinds.includes(protectedHeader.typ?.toLowerCase() ?? '') ? readCaller(payload, rules) : null
  }
  return async (token, address) => {
    const caller = await check(token).catch(nobodyUnlessOurs)
    if (caller !== null) return caller
    // As keys are: good ones are good however many were wrong before.
    const login = { account: address, address }
    const retryAt = throttle.heldUntil(login)
    if (retryAt === null) throttle.noteFailure(login)
    return { denied: 'token', ...(retryAt !== null && { retryAt }) }
  }
}

function optionsOf({ issuer, audience, clockToleranceSeconds }: TokenRules, now: number): JWTVerifyOptions {
  const requiredClaims = ['sub', 'exp']
  return {
    algorithms,
    issuer,
    audience,
    requiredClaims,
    clockTolerance: clockToleranceSeconds,
    currentDate: new Date(now),
  }
}

/** A provider that fails is no fault of the token; whatever else goes wrong with a token is its own. */
function nobodyUnlessOurs(error: unknown): null {
  if (isBridgeError(error)) throw error
  return null
}

/** Asked after the algorithm was found good; a key that is not known may be younger than what was read. */
function createKeyFinder({ readKeySet, clock, onFailure }: Parts): JWTVerifyGetKey {
  const read = async () => createLocalJWKSet((await readKeySet()) as unknown as JSONWebKeySet)
  const keys = createSigningKeys({ read, clock, onFailure })
  return async (header, input) => {
    const known = await keys.current()
    try {
      return await known(header, input)
    } catch (error) {
      const renewed = error instanceof errors.JWKSNoMatchingKey ? await keys.renewed() : null
      if (renewed === null) throw error
      return renewed(header, input)
    }
  }
}
