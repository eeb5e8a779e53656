import { exportSPKI, importJWK, type KeyLike, SignJWT } from 'jose'
import { createTokenAuthenticator, type TokenRules } from '../../src/access/authenticate-token'
import { createLoginThrottle } from '../../src/access/login-throttle'
import { createKeySetReader } from '../../src/bridge-oidc'
import type { OidcConfig } from '../../src/config/connections'
import type { Json } from '../../src/domain/json'
import type { Role } from '../../src/domain/role'
import { createSystemClock } from '../../src/system-clock'
import {
  audience,
  createSigningKey,
  type IdentityProvider,
  roleMap,
  startIdentityProvider,
  type TokenWish,
} from '../support/identity-provider'
import { createManualClock } from '../support/manual-clock'

let provider: IdentityProvider
const clock = createManualClock()

beforeAll(async () => {
  provider = await startIdentityProvider(clock.now)
})
beforeEach(() => {
  provider.answer = null
  provider.asked.length = 0
})
afterAll(() => provider.close())

function setUp(changes: Partial<OidcConfig> = {}) {
  const config: OidcConfig = {
    issuer: provider.issuer,
    audience,
    roleClaim: 'roles',
    roles: roleMap as Record<string, Role[]>,
    tenant: { name: 'emea' },
    keys: { way: 'discovery' },
    clockToleranceSeconds: 30,
    timeoutSeconds: 2,
    ca: null,
    proxy: null,
    ...changes,
  }
  const failures: unknown[] = []
  const rules: TokenRules = config
  const authenticate = createTokenAuthenticator({
    rules,
    readKeySet: createKeySetReader(config, createSystemClock()),
    throttle: createLoginThrottle(clock, 2),
    clock,
    onFailure: error => failures.push(error),
  })
  return { authenticate: (token: string) => authenticate(token, '203.0.113.7'), failures }
}

const denied = { denied: 'token' }
const down = { kind: 'unavailable', code: 'identity-provider-down' }

test('a token of the provider names its caller, with the roles that its claim stands for', async () => {
  const { authenticate } = setUp()
  const token = await provider.issue({ claims: { roles: ['viewers', 'scripts', 'cooks', 'constructor'] } })
  const roles = ['bridge.viewer', 'sn_sec_cmn.api_write']
  expect(await authenticate(token)).toEqual({ id: 'oidc:ada', name: 'oidc:ada', roles, tenant: 'emea' })
})

test.each(['RS256', 'PS256', 'ES384', 'EdDSA'])('a token signed by %s is taken', async alg => {
  const key = await createSigningKey(`of ${alg}`, alg)
  provider.keys.push(key)
  expect(await setUp().authenticate(await provider.issue({ key }))).toMatchObject({ id: 'oidc:ada' })
})

const seconds = (offset: number) => Math.floor(clock.now() / 1000) + offset
const wrong: [string, () => TokenWish][] = [
  ['for somebody else', () => ({ claims: { aud: 'another' } })],
  ['for nobody', () => ({ claims: { aud: undefined } })],
  ['of another issuer', () => ({ claims: { iss: 'https://login.example.com' } })],
  ['of no issuer', () => ({ claims: { iss: undefined } })],
  ['that has expired', () => ({ claims: { exp: seconds(-31) } })],
  ['that never expires', () => ({ claims: { exp: undefined } })],
  ['that is not valid yet', () => ({ claims: { nbf: seconds(31) } })],
  ['of nobody', () => ({ claims: { sub: undefined } })],
  ['of a name that no log may hold', () => ({ claims: { sub: 'ada\n{"level":"info"}' } })],
  ['that is a logout', () => ({ header: { typ: 'logout+jwt' } })],
]
test.each(wrong)('a token %s is denied', async (_title, wish) => {
  const { authenticate } = setUp()
  const token = await provider.issue(wish())
  expect(await authenticate(token)).toEqual(denied)
})

test('a clock that differs by no more than is tolerated denies nothing', async () => {
  const { authenticate } = setUp()
  const token = await provider.issue({ claims: { exp: seconds(-29), nbf: seconds(29) } })
  expect(await authenticate(token)).toMatchObject({ id: 'oidc:ada' })
})

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('an unsigned token, and one signed with a public key as the secret, is denied before any key is looked for', async () => {
  const { authenticate } = setUp()
  const good = await provider.issue()
  const [, payload = ''] = good.split('.')
  const { jwk } = provider.keys[0] as (typeof provider.keys)[number]
  const publicKey = (await importJWK(jwk)) as KeyLike
  const secrets = [await exportSPKI(publicKey), JSON.stringify(jwk)].map(text => new TextEncoder().encode(text))
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  const shared = await Promise.all(
    secrets.map(secret => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'first' }).sign(secret)),
  )
  const unsigned = ['none', 'None', 'NONE'].map(alg => `${part({ alg, kid: 'first' })}.${payload}.`)
  for (const token of [...shared, ...unsigned]) expect(await setUp().authenticate(token)).toEqual(denied)
  expect(provider.asked).toEqual([])
  expect(await authenticate(good)).toMatchObject({ id: 'oidc:ada' })
})

test('a token with another signature, another payload, or in pieces is denied', async () => {
  const [header = '', payload = '', signature = ''] = (await provider.issue()).split('.')
  const other = await createSigningKey('first')
  const admin = part({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), roles: ['admins'] })
  const tokens = [
    await provider.issue({ key: other }),
    `${header}.${admin}.${signature}`,
    `${header}.${payload}.`,
    `${header}.${payload}`,
    `${header}.${payload}.${signature}.a.b`,
    '..',
    'nothing',
  ]
  for (const token of tokens) expect(await setUp().authenticate(token)).toEqual(denied)
})

test('whoever shows wrong tokens again and again is told when to come back, and a good one is good all the same', async () => {
  const { authenticate } = setUp()
  for (const _ of [1, 2]) expect(await authenticate('nothing')).toEqual(denied)
  expect(await authenticate('nothing')).toEqual({ ...denied, retryAt: clock.now() + 60_000 })
  expect(await authenticate(await provider.issue())).toMatchObject({ id: 'oidc:ada' })
})

describe('the keys of the provider', () => {
  test('are asked for once, however many tokens wait for them, and again after ten minutes', async () => {
    const { authenticate } = setUp()
    const token = await provider.issue()
    await Promise.all(Array.from({ length: 20 }, () => authenticate(token)))
    expect(provider.asked).toEqual(['/realms/soc/.well-known/openid-configuration', '/realms/soc/certs'])
    clock.advance(600_000)
    await authenticate(await provider.issue())
    expect(provider.asked).toHaveLength(4)
  })

  test('are asked for again for one that is not known, twice a minute at most', async () => {
    const { authenticate } = setUp()
    await authenticate(await provider.issue())
    const next = await createSigningKey('next')
    const made = await createSigningKey('made up')
    clock.advance(30_000)
    provider.keys.push(next)
    expect(await authenticate(await provider.issue({ key: next }))).toMatchObject({ id: 'oidc:ada' })
    for (const _ of [1, 2, 3]) expect(await authenticate(await provider.issue({ key: made }))).toMatchObject(denied)
    expect(provider.asked).toHaveLength(4)
  })

  test('that were taken away open nothing once they were read again', async () => {
    const { authenticate } = setUp()
    const lost = await createSigningKey('lost')
    provider.keys.push(lost)
    expect(await authenticate(await provider.issue({ key: lost }))).toMatchObject({ id: 'oidc:ada' })
    provider.keys.pop()
    clock.advance(600_000)
    expect(await authenticate(await provider.issue({ key: lost }))).toEqual(denied)
  })

  test('can lie at an address of their own, or in the configuration', async () => {
    const token = await provider.issue()
    const { authenticate } = setUp({ keys: { way: 'url', url: `${provider.issuer}/certs` } })
    expect(await authenticate(token)).toMatchObject({ id: 'oidc:ada' })
    expect(provider.asked).toEqual(['/realms/soc/certs'])
    const keySet = { keys: provider.keys.map(({ jwk }) => jwk) } as unknown as Json
    expect(await setUp({ keys: { way: 'file', keySet } }).authenticate(token)).toMatchObject({ id: 'oidc:ada' })
    expect(provider.asked).toHaveLength(1)
  })
})

describe('a provider that does not give its keys', () => {
  test.each<[string, NonNullable<IdentityProvider['answer']>]>([
    ['answers with an error', () => ({ status: 500, json: {} })],
    ['answers with a page', () => ({ text: '<html>', headers: { 'content-type': 'text/html' } })],
    ['sends elsewhere', () => ({ status: 302, headers: { location: 'https://evil.example.com' } })],
    ['has no keys in its answer', path => (path.endsWith('/certs') ? { json: { keys: 'none' } } : undefined)],
    [
      'tells of another issuer',
      () => ({ json: { issuer: 'https://evil.example.com', jwks_uri: 'https://evil.example.com/k' } }),
    ],
    ['names no address', path => (path.endsWith('/certs') ? undefined : { json: { issuer: provider.issuer } })],
    ['names a file', () => ({ json: { issuer: provider.issuer, jwks_uri: 'file:///etc/passwd' } })],
  ])('because it %s lets nobody in, says so, and is asked again after a while', async (_title, answer) => {
    const { authenticate, failures } = setUp()
    const token = await provider.issue()
    provider.answer = answer
    for (const _ of [1, 2])
      await expect(authenticate(token)).rejects.toMatchObject({ ...down, retryAt: clock.now() + 5000 })
    expect(failures).toHaveLength(1)
    provider.answer = null
    clock.advance(5000)
    expect(await authenticate(token)).toMatchObject({ id: 'oidc:ada' })
  })

  test('is not taken for one that knows no such key', async () => {
    const { authenticate } = setUp()
    const token = await provider.issue()
    await authenticate(token)
    clock.advance(30_000)
    provider.answer = () => ({ status: 503, json: {} })
    const unknown = await provider.issue({ key: await createSigningKey('unknown') })
    await expect(authenticate(unknown)).rejects.toMatchObject(down)
    expect(await authenticate(token)).toMatchObject({ id: 'oidc:ada' })
    clock.advance(600_000)
    await expect(authenticate(await provider.issue())).rejects.toMatchObject(down)
  })
})
