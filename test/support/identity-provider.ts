import { exportJWK, generateKeyPair, type JWK, type KeyLike, SignJWT } from 'jose'
import { type Reply, startScriptedServer } from './http-server'

export const audience = 'soarbridge'
export const roleMap = { scripts: ['sn_sec_cmn.api_write'], viewers: ['bridge.viewer'], admins: ['bridge.admin'] }

interface SigningKey {
  kid: string
  privateKey: KeyLike
  jwk: JWK
}

/** What differs from a good token; a claim of `undefined` is left out. */
export interface TokenWish {
  claims?: Record<string, unknown>
  header?: Record<string, unknown>
  key?: SigningKey
}

/** An OpenID Connect provider of the test's own: discovery, keys, and as many tokens as are asked for. */
export interface IdentityProvider {
  issuer: string
  /** Those it publishes; a test may take one away or add one. */
  keys: SigningKey[]
  /** Paths that were asked for. */
  asked: string[]
  /** Answers in its stead, while set. */
  answer: ((path: string) => Reply | undefined) | null
  /** A good token unless told otherwise; times are of `now`, in epoch milliseconds. */
  issue(wish?: TokenWish): Promise<string>
  close(): Promise<void>
}

export async function createSigningKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg)
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}

export async function startIdentityProvider(now: () => number = Date.now): Promise<IdentityProvider> {
  const first = await createSigningKey('first')
  const asked: string[] = []
  const server = await startScriptedServer(({ path }) => {
    asked.push(path)
    return provider.answer?.(path) ?? answerOf(provider, path)
  })
  const provider: IdentityProvider = {
    issuer: `${server.url}/realms/soc`,
    keys: [first],
    asked,
    answer: null,
    issue: ({ claims, header, key = first } = {}) => {
      const seconds = Math.floor(now() / 1000)
      const { issuer } = provider
      const good = { iss: issuer, aud: audience, sub: 'ada', iat: seconds, exp: seconds + 300, roles: ['viewers'] }
      return new SignJWT({ ...good, ...claims })
        .setProtectedHeader({ alg: String(key.jwk.alg), kid: key.kid, typ: 'at+jwt', ...header })
        .sign(key.privateKey)
    },
    close: server.close,
  }
  return provider
}

function answerOf({ issuer, keys }: IdentityProvider, path: string): Reply {
  if (path === '/realms/soc/.well-known/openid-configuration') return { json: { issuer, jwks_uri: `${issuer}/certs` } }
  return path === '/realms/soc/certs' ? { json: { keys: keys.map(({ jwk }) => jwk) } } : { status: 404, json: {} }
}
