import { openBridge, type RunningBridge } from '../support/bridge'
import { openKey, openTenantKey } from '../support/open-key'
import { basic } from '../support/open-user'
import { readTables } from '../support/read-bridge'

// Hashes are slow by design, and slower on a busy machine.
jest.setTimeout(120_000)

const nowhere = 'http://127.0.0.1:9'
const password = 'a long sentence will do'

let bridge: RunningBridge
let admin: string

beforeAll(async () => {
  bridge = await openBridge({ soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere })
  admin = `Bearer ${await openKey(bridge, 'bridge.admin')}`
})
afterAll(() => bridge.close())

async function ask(method: string, path: string, { as = admin, body }: { as?: string; body?: unknown } = {}) {
  const headers = { Authorization: as, ...(body !== undefined && { 'Content-Type': 'application/json' }) }
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
  const response = await fetch(bridge.url + path, init)
  return { status: response.status, body: (await response.json()) as ReturnType<typeof JSON.parse> }
}
const newUser = (name: string, more: object = {}) => ({ name, password, roles: ['bridge.viewer'], ...more })
const newKey = (more: object = {}) => ({ name: 'grafana', roles: ['bridge.viewer'], allowIps: ['any'], ...more })
const statusAs = async (as: string) => (await ask('GET', '/v1/links', { as })).status
const audited = (subject: string) =>
  readTables<{ action: string; detail: string }>(
    bridge.folder,
    `select action, detail from audit_log where subject = '${subject}' order by seq`,
  )

describe('a user', () => {
  test('logs in with Basic once created, and is shown without the password', async () => {
    const { status, body } = await ask('POST', '/v1/users', { body: newUser('ada') })
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { name: 'ada', roles: ['bridge.viewer'], tenant: 'default', disabled: false, lastUsedAt: null },
    })
    expect(await statusAs(basic('ada', password))).toBe(200)
    expect(await statusAs(basic('ada', `${password}!`))).toBe(401)
    expect(await statusAs(basic('Ada', password))).toBe(401)
    const { body: list } = await ask('GET', '/v1/users?name=ada')
    const { lastUsedAt, ...shown } = body
    expect(list.items).toEqual([expect.objectContaining(shown)])
    expect(JSON.stringify(list)).not.toContain('scrypt')
  })

  test('has a name of its own', async () => {
    expect(await ask('POST', '/v1/users', { body: newUser('twice') })).toMatchObject({ status: 201 })
    const { body: first } = await ask('GET', '/v1/users?name=twice')
    expect(await ask('POST', '/v1/users', { body: newUser('twice') })).toMatchObject({
      status: 409,
      body: { code: 'user-exists' },
    })
    expect((await ask('GET', '/v1/users?name=twice')).body).toEqual(first)
    expect(readTables(bridge.folder, "select * from audit_log where detail like '%twice%'")).toHaveLength(1)
  })

  test('is out with the next request once disabled, and in again once enabled', async () => {
    const { body: user } = await ask('POST', '/v1/users', { body: newUser('bob') })
    const change = (body: object) => ask('PATCH', `/v1/users/${user.id}`, { body })
    expect(await statusAs(basic('bob', password))).toBe(200)
    expect(await change({ disabled: true })).toMatchObject({ status: 200, body: { disabled: true } })
    expect(await statusAs(basic('bob', password))).toBe(401)
    await change({ disabled: false, password: 'another long sentence', roles: ['bridge.soar_write'] })
    expect(await statusAs(basic('bob', password))).toBe(401)
    expect(await statusAs(basic('bob', 'another long sentence'))).toBe(403)
    const told = audited(user.id)
    expect(told.map(({ action }) => action)).toEqual(['user.created', 'user.changed', 'user.changed'])
    expect(JSON.parse(told[2]?.detail ?? '')).toMatchObject({
      changed: ['disabled', 'password', 'roles'],
      disabled: false,
    })
    expect(JSON.stringify(told)).not.toContain('sentence')
  })

  test.each([
    ['a short password', newUser('eve', { password: 'short' })],
    ['no role', newUser('eve', { roles: [] })],
    ['an unknown role', newUser('eve', { roles: ['root'] })],
    ['a colon in the name', newUser('e:ve')],
    ['a field too many', newUser('eve', { isAdmin: true })],
    ['a tenant that is none', newUser('eve', { tenant: 'A tenant' })],
  ])('is not created with %s', async (_, body) => {
    expect(await ask('POST', '/v1/users', { body })).toMatchObject({ status: 400, body: { code: 'contract' } })
  })
})

describe('a key', () => {
  test('opens the API from the answer that shows it on, and is never shown again', async () => {
    const { status, body } = await ask('POST', '/v1/keys', { body: newKey() })
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { key: expect.stringMatching(/^sbk_/), replaces: null },
    })
    expect(await statusAs(`Bearer ${body.key}`)).toBe(200)
    const { key, lastUsedAt, ...shown } = body
    const { items } = (await ask('GET', '/v1/keys?limit=200')).body
    expect(items).toContainEqual(expect.objectContaining(shown))
    expect(JSON.stringify(items)).not.toContain(key)
  })

  test.each<[string[], number]>([
    [['any'], 200],
    [['127.0.0.0/8', '::1'], 200],
    [['192.0.2.0/24'], 401],
    [[], 401],
  ])('from %j is answered %i here', async (allowIps, status) => {
    const { body } = await ask('POST', '/v1/keys', { body: newKey({ allowIps }) })
    expect(await statusAs(`Bearer ${body.key}`)).toBe(status)
  })

  test.each([
    ['an address that is none', newKey({ allowIps: ['any', '10.0.0.0/33'] }), 'address-range-invalid'],
    ['an end in the past', newKey({ expiresAt: '2020-01-01T00:00:00Z' }), 'key-end-invalid'],
    ['an end that is none', newKey({ expiresAt: '2099-99-99T00:00:00Z' }), 'key-end-invalid'],
    ['no word on addresses', { name: 'x', roles: ['bridge.viewer'] }, 'contract'],
  ])('is not created with %s', async (_, body, code) => {
    expect(await ask('POST', '/v1/keys', { body })).toMatchObject({ status: 400, body: { code } })
  })

  test('is changed at once', async () => {
    const { body } = await ask('POST', '/v1/keys', { body: newKey() })
    const change = { allowIps: [], roles: ['bridge.operator'], expiresAt: '2099-01-01T00:00:00.000Z' }
    expect(await ask('PATCH', `/v1/keys/${body.id}`, { body: change })).toMatchObject({ status: 200, body: change })
    expect(await statusAs(`Bearer ${body.key}`)).toBe(401)
    await ask('PATCH', `/v1/keys/${body.id}`, { body: { allowIps: ['any'] } })
    expect(await statusAs(`Bearer ${body.key}`)).toBe(200)
    expect(audited(body.id).map(({ action }) => action)).toEqual(['key.created', 'key.changed', 'key.changed'])
  })

  test('that is rotated has a successor, and lives on beside it for as long as was said', async () => {
    const { body: old } = await ask('POST', '/v1/keys', { body: newKey() })
    const rotate = (overlapSeconds: number) => ask('POST', `/v1/keys/${old.id}/rotate`, { body: { overlapSeconds } })
    const { status, body: next } = await rotate(3600)
    expect({ status, next }).toMatchObject({
      status: 201,
      next: { name: 'grafana', replaces: old.id, expiresAt: null },
    })
    expect([await statusAs(`Bearer ${old.key}`), await statusAs(`Bearer ${next.key}`)]).toEqual([200, 200])
    await rotate(0)
    expect([await statusAs(`Bearer ${old.key}`), await statusAs(`Bearer ${next.key}`)]).toEqual([401, 200])
    expect(await rotate(0)).toMatchObject({ status: 409, body: { code: 'key-ended' } })
  })

  test('that is revoked is out at once, for ever, and stays listed', async () => {
    const { body: key } = await ask('POST', '/v1/keys', { body: newKey() })
    const revoke = () => ask('POST', `/v1/keys/${key.id}/revoke`)
    expect(await revoke()).toMatchObject({ status: 200, body: { revokedAt: expect.any(String) } })
    expect(await statusAs(`Bearer ${key.key}`)).toBe(401)
    expect(await revoke()).toMatchObject({ status: 409, body: { code: 'key-ended' } })
    expect(await ask('PATCH', `/v1/keys/${key.id}`, { body: { expiresAt: null } })).toMatchObject({ status: 409 })
    expect((await ask('GET', '/v1/keys?limit=200')).body.items.map(({ id }: { id: string }) => id)).toContain(key.id)
    expect(audited(key.id).map(({ action }) => action)).toEqual(['key.created', 'key.revoked'])
  })
})

describe('an admin of one tenant', () => {
  let emea: string
  beforeAll(async () => {
    emea = `Bearer ${await openTenantKey(bridge, 'emea', ['bridge.admin'])}`
  })

  test('makes accounts of that tenant, and no other', async () => {
    expect(await ask('POST', '/v1/keys', { as: emea, body: newKey() })).toMatchObject({ body: { tenant: 'emea' } })
    for (const tenant of ['default', '*', 'apac']) {
      for (const [path, body] of [
        ['/v1/keys', newKey({ tenant })],
        ['/v1/users', newUser('mallory', { tenant })],
      ] as const)
        expect(await ask('POST', path, { as: emea, body })).toMatchObject({
          status: 403,
          body: { code: 'foreign-tenant' },
        })
    }
  })

  test('finds no account of another', async () => {
    const { body: key } = await ask('POST', '/v1/keys', { body: newKey() })
    const { body: user } = await ask('POST', '/v1/users', { body: newUser('carol') })
    const asked = [
      ask('PATCH', `/v1/users/${user.id}`, { as: emea, body: { disabled: true } }),
      ask('PATCH', `/v1/keys/${key.id}`, { as: emea, body: { allowIps: [] } }),
      ask('POST', `/v1/keys/${key.id}/rotate`, { as: emea, body: { overlapSeconds: 0 } }),
      ask('POST', `/v1/keys/${key.id}/revoke`, { as: emea }),
    ]
    for (const answer of await Promise.all(asked)) expect(answer.status).toBe(404)
    const seen = async (path: string) => (await ask('GET', path, { as: emea })).body.items as { tenant: string }[]
    for (const path of ['/v1/users', '/v1/keys', '/v1/audit'])
      expect((await seen(`${path}?limit=200`)).filter(({ tenant }) => tenant !== 'emea')).toEqual([])
    expect(await seen('/v1/users?name=carol')).toEqual([])
    expect(await statusAs(`Bearer ${key.key}`)).toBe(200)
  })

  test('is made by an admin of all tenants, whose own accounts belong to the default one unless it says so', async () => {
    const all = `Bearer ${await openTenantKey(bridge, '*', ['bridge.admin'])}`
    const made = async (more: object) => (await ask('POST', '/v1/keys', { as: all, body: newKey(more) })).body.tenant
    expect([await made({}), await made({ tenant: 'emea' }), await made({ tenant: '*' })]).toEqual([
      'default',
      'emea',
      '*',
    ])
    const { items } = (await ask('GET', '/v1/keys?limit=200', { as: all })).body
    expect(new Set(items.map(({ tenant }: { tenant: string }) => tenant))).toEqual(new Set(['default', 'emea', '*']))
  })
})
