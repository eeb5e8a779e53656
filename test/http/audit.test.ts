import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { createKeyToken } from '../../src/access/key-token'
import { Sqlite } from '../../src/store/sqlite-library'
import { openBridge, type RunningBridge } from '../support/bridge'
import { openKey, openTenantKey } from '../support/open-key'
import { basic, knownPassword, openUser } from '../support/open-user'
import { readTables } from '../support/read-bridge'
import { waitUntil } from '../support/wait-until'

const nowhere = 'http://127.0.0.1:9'
const setup = { soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere }

// Hashes are slow by design, and slower on a busy machine.
jest.setTimeout(120_000)

let bridge: RunningBridge
let all: string

beforeEach(async () => {
  bridge = await openBridge(setup)
  all = `Bearer ${await openTenantKey(bridge, '*', ['bridge.admin'])}`
})
afterEach(() => bridge.close())

async function ask(method: string, address: string, as?: string, body?: unknown) {
  const headers = { ...(as !== undefined && { Authorization: as }), 'Content-Type': 'application/json' }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await fetch(bridge.url + address, { method, headers, ...sent })
  return { status: response.status, text: await response.text(), retryAfter: response.headers.get('retry-after') }
}

const rows = () =>
  readTables<{ tenant: string; caller: string; subject: string; detail: string }>(
    bridge.folder,
    "select * from audit_log where action = 'access.denied' order by id",
  ).map(({ tenant, caller, subject, detail }) => ({ tenant, caller, subject, ...JSON.parse(detail) }))

const newKey = { name: 'x', roles: ['bridge.viewer'], allowIps: ['any'] }
const makeKeys = async (count: number) => {
  for (let made = 0; made < count; made += 1) expect((await ask('POST', '/v1/keys', all, newKey)).status).toBe(201)
}

describe('whoever is denied', () => {
  test('is written down by caller, route and minute, under the tenant of what was asked for', async () => {
    const viewer = await openTenantKey(bridge, 'emea', ['bridge.viewer'])
    await openUser(bridge, 'bridge.viewer')
    for (let count = 0; count < 3; count += 1) await ask('GET', '/v1/links?limit=1')
    await ask('GET', '/v1/links', `Bearer ${createKeyToken().token}`)
    await ask('POST', '/v1/jobs/0190b2a0-0000-7000-8000-000000000001/replay', `Bearer ${viewer}`)
    await ask('GET', '/v1/jobs', basic('bridge.viewer', 'not the password'))
    await ask('GET', '/v1/jobs', basic('a name of nobody', knownPassword))
    await ask('POST', '/webhooks/jira/jira', undefined, {})
    await ask('POST', '/webhooks/jira/a-name-of-nobody', undefined, {})
    const [user] = readTables<{ id: string }>(bridge.folder, 'select id from users')
    await bridge.stop()
    const address = '127.0.0.1'
    const nobody = { tenant: 'default', caller: 'nobody', address, status: 401, count: 1 }
    expect(rows()).toEqual([
      { ...nobody, subject: 'GET /v1/links', count: 4 },
      { ...nobody, tenant: 'emea', caller: viewer.split('_')[1], subject: 'POST /v1/jobs/{id}/replay', status: 403 },
      { ...nobody, caller: user?.id, subject: 'GET /v1/jobs' },
      { ...nobody, subject: 'GET /v1/jobs' },
      { ...nobody, subject: 'POST /webhooks/jira/jira' },
      { ...nobody, subject: 'POST /webhooks' },
    ])
    expect(JSON.stringify(rows())).not.toContain('a-name-of-nobody')
  })

  test('does not stand in the log for what was answered otherwise', async () => {
    await ask('GET', '/v1/nothing', all)
    await ask('GET', '/livez', 'Bearer nonsense')
    await ask('GET', '/v1/links?limit=0', all)
    await ask('GET', '/v1/links', all)
    await bridge.stop()
    expect(rows()).toEqual([])
  })
})

describe('too many failed logins', () => {
  beforeEach(async () => {
    await bridge.close()
    bridge = await openBridge({ ...setup, access: { failedLoginsPerMinute: 3 } })
  })

  test('are answered 429 with the time to come back, for users and keys alike, and a good key goes on', async () => {
    const key = `Bearer ${await openKey(bridge, 'bridge.viewer')}`
    const user = await openUser(bridge, 'bridge.viewer')
    for (let count = 0; count < 3; count += 1)
      expect((await ask('GET', '/v1/links', `Bearer ${createKeyToken().token}`)).status).toBe(401)
    for (const held of [`Bearer ${createKeyToken().token}`, basic('ada', knownPassword), user]) {
      const { status, text, retryAfter } = await ask('GET', '/v1/links', held)
      expect({ status, code: JSON.parse(text).code }).toEqual({ status: 429, code: 'too-many-failures' })
      expect(Number(retryAfter)).toBeGreaterThan(0)
      expect(Number(retryAfter)).toBeLessThanOrEqual(60)
    }
    expect((await ask('GET', '/v1/links', key)).status).toBe(200)
    await bridge.stop()
    expect(rows().map(({ status, count }) => [status, count])).toEqual([
      [401, 3],
      [429, 2],
      [429, 1],
    ])
  })
})

describe('the audit log', () => {
  const verify = async (query = '', as = all) =>
    JSON.parse((await ask('GET', `/v1/audit/verification${query}`, as)).text)
  const tamper = (statement: string) => {
    const db = new Sqlite(path.join(bridge.folder, 'bridge.db'), { timeout: 5000 })
    db.exec(statement)
    db.close()
  }

  test('is listed to its tenant, newest first, and verified', async () => {
    await makeKeys(3)
    const { items } = JSON.parse((await ask('GET', '/v1/audit?limit=2', all)).text)
    expect(items).toMatchObject([
      { row: 3, action: 'key.created', tenant: 'default', detail: { name: 'x', allowIps: ['any'] } },
      { row: 2 },
    ])
    expect(await verify()).toMatchObject({ isWhole: true, chains: [{ tenant: 'default', rows: 3, firstBad: null }] })
    const emea = `Bearer ${await openTenantKey(bridge, 'emea', ['bridge.admin'])}`
    expect(JSON.parse((await ask('GET', '/v1/audit', emea)).text).items).toEqual([])
    expect(await verify('', emea)).toEqual({ isWhole: true, chains: [] })
    expect(await verify('?tenant=default', emea)).toEqual({ isWhole: true, chains: [] })
  })

  test('names its first bad row', async () => {
    await makeKeys(4)
    tamper("update audit_log set caller = 'somebody else' where seq = 2")
    expect(await verify()).toMatchObject({
      isWhole: false,
      chains: [{ rows: 1, firstBad: { row: 2, reason: 'changed' } }],
    })
  })

  test('tells its head to the log, which shows rows missing at the end', async () => {
    await makeKeys(4)
    await bridge.stop()
    const told = bridge.lines.filter(({ message }) => message === 'audit.head').at(-1)
    expect(told).toMatchObject({ tenant: 'default', rows: 4, head: expect.stringMatching(/^[0-9a-f]{64}$/) })
    tamper('delete from audit_log where seq = 4')
    bridge = await openBridge({ ...setup, folder: bridge.folder })
    expect(await verify()).toMatchObject({ isWhole: true })
    expect(await verify(`?tenant=default&rows=4&head=${told?.head}`)).toMatchObject({
      isWhole: false,
      chains: [{ rows: 3, firstBad: { row: 4, reason: 'truncated' } }],
    })
    expect(await verify('?rows=4')).toMatchObject({ status: 400, code: 'audit-head-incomplete' })
  })

  test('is keyed by a file beside the database, closed to others, without which the bridge does not start', async () => {
    await makeKeys(1)
    await bridge.stop()
    const file = path.join(bridge.folder, 'bridge.db.audit-key')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const key = readFileSync(file, 'utf8').trim()
    for (const name of readdirSync(bridge.folder).filter(one => /\.db(-wal)?$/.test(one)))
      expect(readFileSync(path.join(bridge.folder, name), 'latin1')).not.toContain(key)
    const config = { ...setup, folder: bridge.folder, audit: { keyFile: 'elsewhere/audit-key' } }
    await expect(openBridge(config)).rejects.toMatchObject({ code: 'audit-key-missing' })
    expect(existsSync(path.join(bridge.folder, 'elsewhere'))).toBe(false)
  })
})

test('no password and no key is found in any line, answer, page of the database or metric', async () => {
  const canary = 'canary-Pa55word-of-nobody-else'
  const user = { name: 'ada', password: canary, roles: ['bridge.viewer'] }
  const created = await ask('POST', '/v1/users', all, user)
  const shown = JSON.parse((await ask('POST', '/v1/keys', all, newKey)).text)
  const rotated = JSON.parse((await ask('POST', `/v1/keys/${shown.id}/rotate`, all, { overlapSeconds: 60 })).text)
  const stranger = createKeyToken().token
  const answers = [created]
  for (const as of [
    basic('ada', canary),
    basic('nobody', canary),
    basic(canary, canary),
    basic('ada', `${canary}!`),
    `Bearer ${canary}`,
    `Bearer ${shown.key}`,
    `Bearer ${stranger}`,
  ])
    answers.push(await ask('GET', `/v1/links?ticketKey=${canary}`, as))
  for (const address of [`/v1/users?name=${canary}`, `/v1/keys/${canary}`, `/${canary}`])
    answers.push(await ask('GET', address, basic('ada', canary)))
  answers.push(await ask('PATCH', `/v1/users/${JSON.parse(created.text).id}`, all, { password: `${canary}2` }))
  for (const address of ['/v1/users', '/v1/keys', '/v1/audit', '/metrics']) answers.push(await ask('GET', address, all))
  await waitUntil('the last use is noted', () =>
    readTables<{ used: number }>(bridge.folder, 'select max(last_used_at) as used from users').every(
      ({ used }) => used > 0,
    ),
  )
  await bridge.stop()
  const pages = readdirSync(bridge.folder).map(name => readFileSync(path.join(bridge.folder, name), 'latin1'))
  const everything = [...answers.map(({ text }) => text), JSON.stringify(bridge.lines), ...pages].join('\n')
  const secrets = [canary, shown.key, rotated.key, stranger, all.slice('Bearer '.length)]
  for (const secret of [...secrets, ...secrets.map(one => Buffer.from(one).toString('base64').slice(0, -4))])
    expect(everything.includes(secret)).toBe(false)
})
