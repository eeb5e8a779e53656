import path from 'node:path'
import Database from 'better-sqlite3'
import { parseKeyToken } from '../../src/access/key-token'
import { hasRole, type Role, roles } from '../../src/domain/role'
import { loadContract } from '../../src/http/contract'
import { openBridge, type RunningBridge } from '../support/bridge'
import { openKey } from '../support/open-key'
import { readTables } from '../support/read-bridge'

const nowhere = 'http://127.0.0.1:9'

interface Operation {
  operationId: string
  security: Record<string, Role[]>[]
}

const paths = loadContract('openapi.yaml').document.paths as unknown as Record<string, Record<string, Operation>>
/** Every route that asks for a key, with the role it asks for. */
const guarded = Object.entries(paths).flatMap(([route, methods]) =>
  Object.entries(methods).flatMap(([method, { operationId, security }]) =>
    security.flatMap(scheme => (scheme.key ?? []).map(role => ({ operationId, method, route, role }))),
  ),
)

let bridge: RunningBridge

beforeAll(async () => {
  bridge = await openBridge({ soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere })
})
afterAll(() => bridge.close())

const tables = ['receipts', 'lanes', 'links', 'jobs', 'attempts']
const counts = () =>
  readTables(bridge.folder, `select ${tables.map(table => `(select count(*) from ${table}) as ${table}`).join(', ')}`)

async function ask({ method, route }: (typeof guarded)[number], authorization?: string) {
  const url = bridge.url + route.replace('{id}', '0190b2a0-0000-7000-8000-000000000001')
  const headers = authorization === undefined ? {} : { Authorization: authorization }
  const response = await fetch(url, { method: method.toUpperCase(), headers })
  const body = (await response.json()) as { code?: string }
  return { status: response.status, body, challenge: response.headers.get('www-authenticate') }
}

function change(token: string, assignment: string): void {
  const db = new Database(path.join(bridge.folder, 'bridge.db'), { timeout: 5000 })
  db.prepare(`update api_keys set ${assignment} where id = ?`).run(parseKeyToken(token)?.id)
  db.close()
}

test('the contract has routes that ask for keys', () => {
  expect(guarded.length).toBeGreaterThanOrEqual(8)
  expect(new Set(guarded.map(({ role }) => role))).toEqual(new Set(['bridge.viewer', 'bridge.operator']))
})

describe.each(guarded)('$operationId, which asks for $role,', operation => {
  test.each(roles)('answers a key of the role %s as the roles include each other', async held => {
    const before = counts()
    const { status, body } = await ask(operation, `Bearer ${await openKey(bridge, held)}`)
    if (hasRole([held], operation.role)) expect([200, 404]).toContain(status)
    else expect({ status, code: body.code }).toEqual({ status: 403, code: 'forbidden' })
    expect(counts()).toEqual(before)
  })

  test('answers whoever shows no good key with 401, always alike', async () => {
    const good = await openKey(bridge, 'bridge.admin')
    const revoked = await openKey(bridge, 'bridge.admin')
    change(revoked, 'revoked_at = 1')
    const expired = await openKey(bridge, 'bridge.admin')
    change(expired, 'expires_at = 1')
    const elsewhere = await openKey(bridge, 'bridge.admin')
    change(elsewhere, `allow_ips = '["192.0.2.0/24"]'`)
    const flipped = good.slice(0, -1) + (good.endsWith('A') ? 'B' : 'A')
    const secretFlipped = good.replace(/_(.)(.{42})_/, (_, first, rest) => `_${first === 'a' ? 'b' : 'a'}${rest}_`)
    const shown = [undefined, '', 'Bearer', 'Bearer null', 'Basic Og==', `Basic ${btoa(`${good}:`)}`, good]
    const keys = [revoked, expired, elsewhere, flipped, secretFlipped, good.toLowerCase(), `${good} x`, `x${good}`]
    const answers = await Promise.all(
      [...shown, ...keys.map(key => `Bearer ${key}`)].map(authorization => ask(operation, authorization)),
    )
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'unauthenticated' }, challenge: expect.any(String) })
  })

  test('never takes a key out of its address', async () => {
    const key = await openKey(bridge, 'bridge.admin')
    for (const name of ['token', 'key', 'access_token', 'authorization'])
      expect((await ask({ ...operation, route: `${operation.route}?${name}=${key}` })).status).toBe(401)
    expect(JSON.stringify(bridge.lines)).not.toContain(key)
  })
})
