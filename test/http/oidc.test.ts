import { createSystemClock } from '../../src/system-clock'
import { type FilledBridge, openFilledBridge } from '../support/filled-bridge'
import {
  audience,
  createSigningKey,
  type IdentityProvider,
  roleMap,
  startIdentityProvider,
} from '../support/identity-provider'
import { openKey } from '../support/open-key'
import { secopsBase } from '../support/post-enrichment'
import { readTables } from '../support/read-bridge'

let provider: IdentityProvider
let bridge: FilledBridge
const shown: string[] = []
/** Milliseconds that the bridge's clock is ahead of ours. */
let ahead = 0

beforeAll(async () => {
  provider = await startIdentityProvider()
  const { issuer } = provider
  const oidc = { issuer, audience, roleClaim: 'realm_access.roles', roles: roleMap, tenantClaim: 'tenant' }
  const system = createSystemClock()
  const clock = { ...system, now: () => system.now() + ahead }
  bridge = await openFilledBridge({
    clock,
    servicenow: { tenant: 'emea' },
    access: { oidc },
    server: { publicMetrics: false },
  })
})
afterAll(async () => {
  await bridge.close()
  await provider.close()
})

async function issue(roles: string[], claims: object = {}, key?: Awaited<ReturnType<typeof createSigningKey>>) {
  const all = { realm_access: { roles }, tenant: 'default', ...claims }
  const token = await provider.issue({ claims: all, ...(key !== undefined && { key }) })
  shown.push(token)
  return token
}

async function ask(token: string, path = '/v1/links', init: RequestInit = {}) {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const response = await fetch(bridge.url + path, { ...init, headers })
  const text = await response.text()
  const body = (text.startsWith('{') ? JSON.parse(text) : text) as ReturnType<typeof JSON.parse>
  return { status: response.status, body, retryAfter: response.headers.get('retry-after') }
}

test('while the provider is down nobody comes in by a token, keys work, and the answer says when to come back', async () => {
  provider.answer = () => ({ status: 503, json: {} })
  const refused = await ask(await issue(['viewers']))
  expect(refused).toMatchObject({ status: 503, body: { code: 'identity-provider-down' } })
  expect(Number(refused.retryAfter)).toBeGreaterThan(0)
  const post = { method: 'POST', body: '{"observable":"x"}' }
  expect(await ask(await issue(['scripts']), `${secopsBase}/threat_lookup`, post)).toMatchObject({
    status: 503,
    body: { error: { message: 'Service unavailable' }, status: 'failure' },
  })
  expect((await ask(await openKey(bridge, 'bridge.viewer'))).status).toBe(200)
  expect(bridge.lines.filter(({ message }) => message === 'identity-provider.failed')).toHaveLength(1)
  provider.answer = null
  ahead = 5_000
  expect((await ask(await issue(['viewers']))).status).toBe(200)
})

test('a token opens what its roles open, beside keys', async () => {
  expect((await ask(await issue(['viewers']))).status).toBe(200)
  expect((await ask(await issue(['viewers']), '/metrics')).status).toBe(200)
  expect((await ask(await openKey(bridge, 'bridge.viewer'))).status).toBe(200)
})

test('a token whose claim stands for no role, or another, is forbidden and written down by its name', async () => {
  for (const roles of [[], ['cooks'], ['scripts']]) {
    const answer = await ask(await issue(roles, { sub: `no-viewer-${roles}` }))
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  }
})

test('a token of another tenant sees nothing of this one', async () => {
  const own = (await ask(await issue(['viewers']))).body.items
  const foreign = (await ask(await issue(['viewers'], { tenant: 'emea' }))).body.items
  expect(own.length).toBeGreaterThan(0)
  expect(foreign.length).toBeGreaterThan(0)
  const idsOf = (items: { id: string }[]) => items.map(({ id }) => id)
  expect(idsOf(foreign).filter(id => idsOf(own).includes(id))).toEqual([])
  expect((await ask(await issue(['viewers'], { tenant: 'emea' }), `/v1/links/${own[0].id}`)).status).toBe(404)
  expect((await ask(await issue(['viewers'], { tenant: '*' }))).status).toBe(401)
})

test('what is done with a token is in the audit log under its subject', async () => {
  const token = await issue(['admins'], { sub: 'grace@example.com' })
  const wish = { name: 'by token', roles: ['bridge.viewer'], allowIps: ['any'] }
  expect((await ask(token, '/v1/keys', { method: 'POST', body: JSON.stringify(wish) })).status).toBe(201)
  const rows = readTables(bridge.folder, "select caller from audit_log where action = 'key.created'")
  expect(rows).toEqual([{ caller: 'oidc:grace@example.com' }])
})

test('a token posts enrichment as the role that its claim stands for, and is the author', async () => {
  const post = (token: string) =>
    ask(token, `${secopsBase}/observable_enrichment`, {
      method: 'POST',
      body: JSON.stringify({ observable: 'evil.example', result: 'new' }),
    })
  const { status, body } = await post(await issue(['scripts'], { sub: 'vt-script', tenant: 'emea' }))
  expect(status).toBe(201)
  expect(body.record).toMatchObject({ sys_created_by: 'oidc:vt-script', sys_domain: 'emea' })
  const poor = await post(await issue(['viewers']))
  expect({ status: poor.status, message: poor.body.error.message }).toEqual({
    status: 403,
    message: 'Insufficient access',
  })
  expect((await post(await issue(['scripts'], { exp: 1 }))).status).toBe(401)
})

test('a token that is not good is answered as a wrong key is, letter for letter', async () => {
  const wrongKey = await ask('sbk_nothing')
  expect(wrongKey.status).toBe(401)
  const unknown = await createSigningKey('unknown')
  const tokens = [
    await issue(['admins'], { aud: 'another' }),
    await issue(['admins'], { exp: 1 }),
    await issue(['admins'], {}, unknown),
    `${await issue(['admins'])}x`,
    'a'.repeat(8192),
  ]
  for (const token of tokens) expect(await ask(token)).toEqual(wrongKey)
})

test('no token is in the log', () => {
  const lines = JSON.stringify(bridge.lines)
  const parts = shown.flatMap(token => token.split('.')).filter(part => part.length > 20)
  expect(parts.length).toBeGreaterThan(10)
  expect(parts.filter(part => lines.includes(part))).toEqual([])
})
