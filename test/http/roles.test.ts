import path from 'node:path'
import Database from 'better-sqlite3'
import { parseKeyToken } from '../../src/access/key-token'
import { hasRole, type Role, roles } from '../../src/domain/role'
import { loadContract } from '../../src/http/contract'
import { openBridge, type RunningBridge } from '../support/bridge'
import {
  audience,
  createSigningKey,
  type IdentityProvider,
  startIdentityProvider,
  type TokenWish,
} from '../support/identity-provider'
import { openKey } from '../support/open-key'
import { basic, knownPassword, knownUser, openUser } from '../support/open-user'
import { readTables } from '../support/read-bridge'
import { waitUntil } from '../support/wait-until'

// Hashes are slow by design, and slower on a busy machine.
jest.setTimeout(120_000)

const nowhere = 'http://127.0.0.1:9'

interface Operation {
  operationId: string
  security: Record<string, Role[]>[]
  requestBody?: { content: { 'application/json': { example: object } } }
}

const paths = loadContract('openapi.yaml').document.paths as unknown as Record<string, Record<string, Operation>>
/** Every route that asks for a key, with the role it asks for. */
const guarded = Object.entries(paths).flatMap(([route, methods]) =>
  Object.entries(methods).flatMap(([method, { operationId, security, requestBody }]) => {
    const body = requestBody?.content['application/json'].example
    return security.flatMap(scheme => (scheme.key ?? []).map(role => ({ operationId, method, route, role, body })))
  }),
)

let provider: IdentityProvider
let bridge: RunningBridge
/** A key, a user and an access token of each role. */
let held: Record<Role, string[]>
/** What lets nobody in. */
let refused: (string | undefined)[]
let admin: string

beforeAll(async () => {
  provider = await startIdentityProvider()
  // A claim calls each role by its own name.
  const oidc = { issuer: provider.issuer, audience, roles: Object.fromEntries(roles.map(role => [role, [role]])) }
  bridge = await openBridge({ soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere, access: { oidc } })
  const open = async (role: Role) => [
    `Bearer ${await openKey(bridge, role)}`,
    await openUser(bridge, role),
    `Bearer ${await issue({ claims: { roles: [role] } })}`,
  ]
  held = Object.fromEntries(
    await Promise.all(roles.map(async role => [role, await open(role)] as const)),
  ) as typeof held
  admin = await openKey(bridge, 'bridge.admin')
  refused = [...(await openRefused(admin)), ...(await issueRefused())]
})
afterAll(async () => {
  await bridge.close()
  await provider.close()
})

/** Good as long as the tests run. */
const issue = ({ claims, ...wish }: TokenWish) => provider.issue({ claims: { exp: 4_102_444_800, ...claims }, ...wish })

async function issueRefused(): Promise<string[]> {
  const claims = { roles }
  const stranger = await createSigningKey('first')
  const good = await issue({ claims })
  const tokens = [
    await issue({ claims: { ...claims, exp: 1 } }),
    await issue({ claims: { ...claims, aud: 'another-service' } }),
    await issue({ claims: { ...claims, iss: 'https://elsewhere.example' } }),
    await issue({ claims, key: stranger }),
    good.slice(0, good.lastIndexOf('.') + 1),
    `${good} x`,
  ]
  return [good, ...tokens.map(token => `Bearer ${token}`)]
}

async function openRefused(good: string): Promise<(string | undefined)[]> {
  const openChanged = async (assignment: string) => {
    const key = await openKey(bridge, ...roles)
    change(key, assignment)
    return key
  }
  const revoked = await openChanged('revoked_at = 1')
  const expired = await openChanged('expires_at = 1')
  const elsewhere = await openChanged(`allow_ips = '["192.0.2.0/24"]'`)
  const flipped = good.slice(0, -1) + (good.endsWith('A') ? 'B' : 'A')
  const secretFlipped = good.replace(/_(.)(.{42})_/, (_, first, rest) => `_${first === 'a' ? 'b' : 'a'}${rest}_`)
  const keys = [revoked, expired, elsewhere, flipped, secretFlipped, good.toLowerCase(), `${good} x`, `x${good}`]
  const shown = [undefined, '', 'Bearer', 'Bearer null', 'Basic Og==', good]
  return [...shown, ...keys.map(key => `Bearer ${key}`), basic('', knownPassword)]
}

/** Every row but those of the audit log; when an account was last used is no change. */
function rows(): unknown[] {
  const tables = readTables<{ name: string }>(bridge.folder, "select name from pragma_table_list where type = 'table'")
  // The clock alone writes chores and checkpoints, whoever asks meanwhile.
  const ours = tables
    .map(({ name }) => name)
    .filter(name => !/^(sqlite_|kysely_|audit_log$|chores$|checkpoints$)/.test(name))
  expect(ours).toEqual(expect.arrayContaining(['users', 'api_keys', 'jobs', 'links', 'receipts']))
  return ours.map(table => {
    const found = readTables<Record<string, unknown>>(bridge.folder, `select * from ${table}`)
    return [table, found.map(({ last_used_at, ...row }) => row)]
  })
}

/** Posts that were taken are placed in the background. */
beforeEach(() =>
  waitUntil(
    'results are placed',
    () => readTables(bridge.folder, 'select 1 from result_names where due > 0').length === 0,
  ),
)

interface Failure {
  code?: string
  error?: { message: string }
}

/** What scripts look at: a code of ours, or ServiceNow's words where we stand in for it. */
const wordsOf = ({ code, error }: Failure) => code ?? error?.message
const wordsFor = ({ role }: (typeof guarded)[number], status: 401 | 403) => {
  const [ours, servicenow] = words[status]
  return role === 'sn_sec_cmn.api_write' ? servicenow : ours
}
const words = {
  401: ['unauthenticated', 'User Not Authenticated'],
  403: ['forbidden', 'Insufficient access'],
} as const

async function ask({ method, route, body: sent }: (typeof guarded)[number], authorization?: string) {
  const path = route
    .replace('{id}', '0190b2a0-0000-7000-8000-000000000001')
    .replace('{keyId}', '7Yq2mC0a')
    .replace('{field}', 'severity')
    .replace('{connection}', 'soar')
  const headers = {
    ...(authorization !== undefined && { Authorization: authorization }),
    ...(sent !== undefined && { 'Content-Type': 'application/json' }),
  }
  const init = { method: method.toUpperCase(), headers, ...(sent !== undefined && { body: JSON.stringify(sent) }) }
  const response = await fetch(bridge.url + path, init)
  const body = (await response.json()) as Failure
  return { status: response.status, body, challenge: response.headers.get('www-authenticate') }
}

function change(token: string, assignment: string): void {
  const db = new Database(path.join(bridge.folder, 'bridge.db'), { timeout: 5000 })
  db.prepare(`update api_keys set ${assignment} where id = ?`).run(parseKeyToken(token)?.id)
  db.close()
}

test('the contract has routes that ask for keys', () => {
  expect(guarded.length).toBeGreaterThanOrEqual(25)
  expect(new Set(guarded.map(({ role }) => role))).toEqual(
    new Set(['bridge.viewer', 'bridge.operator', 'bridge.admin', 'bridge.soar_write', 'sn_sec_cmn.api_write']),
  )
})

describe.each(guarded)('$operationId, which asks for $role,', operation => {
  test.each(roles)('answers a key, user or token of the role %s as the roles include each other', async role => {
    for (const authorization of held[role]) {
      const before = rows()
      const { status, body } = await ask(operation, authorization)
      if (hasRole([role], operation.role)) expect([200, 201, 202, 404, 409]).toContain(status)
      else {
        expect({ status, words: wordsOf(body) }).toEqual({ status: 403, words: wordsFor(operation, 403) })
        expect(rows()).toEqual(before)
      }
    }
  })

  test('answers whoever shows no good key or token with 401, always alike', async () => {
    const before = rows()
    const answers = await Promise.all(refused.map(authorization => ask(operation, authorization)))
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
    expect(rows()).toEqual(before)
    const [{ status, body, challenge } = { status: 0, body: {}, challenge: null }] = answers
    expect({ status, words: wordsOf(body) }).toEqual({ status: 401, words: wordsFor(operation, 401) })
    expect(challenge).toEqual(expect.any(String))
  })

  test('never takes a key out of its address', async () => {
    for (const name of ['token', 'key', 'access_token', 'authorization'])
      expect((await ask({ ...operation, route: `${operation.route}?${name}=${admin}` })).status).toBe(401)
    expect(JSON.stringify(bridge.lines)).not.toContain(admin)
  })
})

// Equal logins at the same moment cost one hash.
test.each<[what: string, login: () => string]>([
  ['a wrong password', () => basic(knownUser, 'another password')],
  ['a name of nobody', () => basic('nobody', knownPassword)],
  ['a key as a name', () => basic(admin, '')],
])('every route answers %s as it answers who shows nothing', async (_, login) => {
  const authorization = login()
  const nothing = await Promise.all(guarded.map(operation => ask(operation)))
  const before = rows()
  expect(await Promise.all(guarded.map(operation => ask(operation, authorization)))).toEqual(nothing)
  expect(rows()).toEqual(before)
})
