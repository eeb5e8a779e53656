import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { parseKeyToken } from '../../src/access/key-token'
import { Sqlite } from '../../src/store/sqlite-library'
import { jiraCreated } from '../builders/jira-webhook'
import { openBridge, type RunningBridge } from '../support/bridge'
import { findCanaries, type Place, placeOf, readDatabase } from '../support/find-canaries'
import { type ScriptedServer, startScriptedServer } from '../support/http-server'
import { audience, type IdentityProvider, roleMap, startIdentityProvider } from '../support/identity-provider'
import { openKey } from '../support/open-key'
import { basic } from '../support/open-user'
import { secopsBase } from '../support/post-enrichment'
import { signJira } from '../support/post-jira'
import { type OpenedSoar, openSoar } from '../support/soar-sandbox'
import { waitUntil } from '../support/wait-until'

// Hashes are slow by design, and slower on a busy machine.
jest.setTimeout(120_000)

const newCanary = () => `Canary${randomBytes(12).toString('hex')}`
/** Of the ticket: may be stored, and must not be told. */
const red = newCanary()
const secrets = {
  'token of Jira': newCanary(),
  'password of ServiceNow': newCanary(),
  'secret of the webhooks of Jira': newCanary(),
  'secret of the pushes of ServiceNow': newCanary(),
  'password of a user': newCanary(),
  'next password of a user': newCanary(),
  'password that was wrong': newCanary(),
  'password typed as a name': newCanary(),
  'secret that was wrong': newCanary(),
}
/** Grows with what is handed out. */
const canaries: Record<string, string> = { ...secrets }
const answers: { status: number; place: Place }[] = []
let soar: OpenedSoar
let echo: ScriptedServer
let provider: IdentityProvider
let bridge: RunningBridge

beforeAll(async () => {
  provider = await startIdentityProvider()
  soar = await openSoar()
  canaries['token of SOAR'] = soar.token
  // As a proxy in front of a ticketing system does: it shows what it was sent.
  echo = await startScriptedServer(({ headers }) => ({ status: 500, json: { message: JSON.stringify(headers) } }))
  bridge = await openBridge({
    soarUrl: soar.url,
    soarToken: soar.token,
    jiraUrl: echo.url,
    jira: {
      auth: { email: 'bot@acme.example', token: secrets['token of Jira'] },
      webhook: { secrets: [secrets['secret of the webhooks of Jira']] },
    },
    servicenowUrl: echo.url,
    servicenowAuth: { user: 'soarbridge', password: secrets['password of ServiceNow'] },
    servicenow: { webhook: { header: secrets['secret of the pushes of ServiceNow'] } },
    access: { oidc: { issuer: provider.issuer, audience, roles: roleMap } },
  })
  await driveWebhooks()
  await driveAccounts()
  await driveLogins()
  await driveEnrichment()
})
afterAll(async () => {
  await bridge.close()
  await Promise.all([soar.close(), echo.close(), provider.close()])
})

interface Sent {
  method?: string
  headers?: Record<string, string>
  body?: unknown
  /** The answer hands a key out, this once. */
  handsOut?: true
}

async function send(target: string, { method = 'GET', headers, body, handsOut }: Sent = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(bridge.url + target, {
    method,
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: text }),
  })
  const { status } = response
  const answer = await response.text()
  if (handsOut === undefined || status >= 300) {
    const told = JSON.stringify([...response.headers]) + answer
    answers.push({ status, place: placeOf(`answer ${status} of ${method} ${target.split('?')[0]}`, told) })
  }
  return { status, body: (answer.startsWith('{') ? JSON.parse(answer) : {}) as Record<string, string> }
}

const post = (target: string, body: unknown, headers: Record<string, string> = {}) =>
  send(target, { method: 'POST', body, headers })

/** Good, forged, unreadable and refused deliveries, and a SOAR that repeats what it was sent. */
async function driveWebhooks(): Promise<void> {
  const secret = secrets['secret of the webhooks of Jira']
  const jira = (body: string, by = secret) =>
    post('/webhooks/jira/jira', body, { 'X-Hub-Signature': signJira(body, by) })
  const message = `refused ${red}, ph-auth-token: ${soar.token}`
  const refusal = {
    name: 'error',
    status: 400,
    body: { failed: true, message },
    method: 'POST',
    path: '/rest/container',
  }
  await soar.scenario({ ...refusal, times: 1 })
  const fields = { summary: `Leak ${red}`, description: `TLP:RED ${red} from 203.0.113.7` }
  await jira(jiraCreated(1, fields))
  await waitUntil('SOAR refused the container', () => linesOf('job.buried').length === 1)
  await jira(jiraCreated(2, fields))
  await waitUntil('a container is there', () => linesOf('link.linked').length === 1)
  await jira(jiraCreated(3, fields), secrets['secret that was wrong'])
  await jira(`{"summary":"${red}","summary":"${red}"}`)
  await post(`/webhooks/jira/${red}`, {})
  const servicenow = (body: object, by: string) =>
    post('/webhooks/servicenow/servicenow', body, { 'X-Bridge-Secret': by })
  const push = { table: 'incident', sys_id: 'a'.repeat(32), number: 'INC0000001' }
  await servicenow(push, secrets['secret of the pushes of ServiceNow'])
  await servicenow({ short_description: red }, secrets['secret of the pushes of ServiceNow'])
  await servicenow(push, secrets['secret that was wrong'])
  await waitUntil('ServiceNow was asked', () => echo.requests.length > 0)
  await waitUntil('a connection is paused', () => linesOf('connection.paused').length > 0)
}

/** Users and keys are made, changed and refused; what is refused holds secrets too. */
async function driveAccounts(): Promise<void> {
  const admin = await openKey(bridge, 'bridge.admin')
  canaries['key of the admin'] = admin
  const headers = { Authorization: `Bearer ${admin}` }
  const password = secrets['password of a user']
  const wish = { name: 'ada', password, roles: ['bridge.viewer'] }
  const { body: user } = await post('/v1/users', wish, headers)
  await post('/v1/users', wish, headers)
  await post('/v1/users', { ...wish, surname: password, roles: [password] }, headers)
  await post('/v1/users', { ...wish, name: `bad name ${password}`, tenant: password }, headers)
  await post('/v1/users', `{"password":"${password}","password":"${password}"}`, headers)
  await post('/v1/users', `{"password":"${password}`, headers)
  await post('/v1/users', wish, { ...headers, 'Content-Type': `text/${password}` })
  await send(`/v1/users/${user.id}`, {
    method: 'PATCH',
    headers,
    body: { password: secrets['next password of a user'] },
  })
  const key = { name: 'scripts', roles: ['bridge.viewer'], allowIps: ['any'] }
  const { body: made } = await send('/v1/keys', { method: 'POST', headers, body: key, handsOut: true })
  canaries['key that was made'] = String(made.key)
  const id = parseKeyToken(String(made.key))?.id
  const rotation = { method: 'POST', headers, body: { overlapSeconds: 60 }, handsOut: true } as const
  const { body: next } = await send(`/v1/keys/${id}/rotate`, rotation)
  canaries['key that came after'] = String(next.key)
  await send(`/v1/links?after=${next.key}`, { headers: { Authorization: `Bearer ${next.key}` } })
  await send(`/v1/${next.key}`, { headers })
  for (const list of ['users', 'keys', 'audit', 'links', 'receipts', 'jobs', 'connections'])
    await send(`/v1/${list}`, { headers })
  const { id: link } = ((await send('/v1/links', { headers })).body.items as unknown as { id: string }[])[0] ?? {}
  await send(`/v1/links/${link}/timeline`, { headers })
}

/** Good and wrong ones, each way in. */
async function driveLogins(): Promise<void> {
  const good = await provider.issue({ claims: { sub: 'grace' } })
  const expired = await provider.issue({ claims: { exp: 1 } })
  const elsewhere = await provider.issue({ claims: { aud: 'another' } })
  const poor = await provider.issue({ claims: { roles: [] } })
  for (const [name, token] of Object.entries({ good, expired, elsewhere, poor }))
    for (const part of token.split('.').slice(1)) canaries[`${name} access token, ${part.slice(0, 4)}`] = part
  const wrongKey = `${canaries['key that was made']?.slice(0, -8)}${newCanary().slice(-8)}`
  canaries['key that was wrong'] = wrongKey
  const shown = [
    basic('ada', secrets['next password of a user']),
    basic('ada', secrets['password that was wrong']),
    basic(secrets['password typed as a name'], 'x'),
    ...[good, expired, elsewhere, poor, wrongKey, secrets['secret that was wrong']].map(token => `Bearer ${token}`),
    secrets['secret that was wrong'],
  ]
  for (const Authorization of shown) await send('/v1/links', { headers: { Authorization } })
  await send(`/v1/links?access_token=${good}`)
  await send('/v1/links', { headers: { 'X-Bridge-Secret': wrongKey } })
}

/** Good, partly good and refused posts; what is refused holds ticket text and secrets. */
async function driveEnrichment(): Promise<void> {
  const writer = await openKey(bridge, 'sn_sec_cmn.api_write')
  canaries['key of a script'] = writer
  const headers = { Authorization: `Bearer ${writer}` }
  const wrong = secrets['secret that was wrong']
  const lookup = `${secopsBase}/threat_lookup`
  const record = { observable: '203.0.113.7', source_engine: 'x', finding: 'Malicious', details: `TLP:RED ${red}` }
  await post(lookup, record, { ...headers, 'Idempotency-Key': 'one-of-this-test' })
  await post(lookup, { ...record, details: 'another' }, { ...headers, 'Idempotency-Key': 'one-of-this-test' })
  await post(lookup, [{ ...record, observable: 'a.example' }, { details: red }], headers)
  await post(lookup, { ...record, finding: red, first_found: red }, headers)
  await post(lookup, { ...record, ignore_mandatory_fields: red }, headers)
  await post(lookup, `{"details":"${red}","details":"${wrong}"}`, headers)
  await post(`${lookup}?include_wrap=${wrong}`, record, headers)
  await post(`${secopsBase}/${wrong}`, record, headers)
  await send(lookup, { headers })
  await post(lookup, record, { ...headers, 'Content-Type': `text/${wrong}` })
  await post(lookup, record, { Authorization: basic('ada', secrets['next password of a user']) })
  for (const Authorization of [basic('ada', secrets['password that was wrong']), `Bearer ${wrong}`])
    await post(lookup, record, { Authorization })
  const token = await provider.issue({ claims: { roles: ['scripts'] } })
  for (const part of token.split('.').slice(1)) canaries[`access token of a script, ${part.slice(0, 4)}`] = part
  await post(lookup, record, { Authorization: `Bearer ${token}` })
}

const linesOf = (message: string) => bridge.lines.filter(line => line.message === message)
const logged = () => bridge.lines.map((line, index) => placeOf(`log line ${index}`, JSON.stringify(line)))
const measured = async () => placeOf('a metric', await (await fetch(`${bridge.url}/metrics`)).text())
const everywhere = async () => [
  ...logged(),
  ...answers.map(({ place }) => place),
  ...readDatabase(bridge.folder),
  await measured(),
]
const refusals = () => answers.filter(({ status }) => status >= 400).map(({ place }) => place)

test('each door was gone through and knocked at in vain', () => {
  const doors = [200, 201, 202, 400, 401, 403, 404, 405, 409, 415, 422]
  expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual(doors)
  expect(Object.keys(canaries).length).toBeGreaterThan(20)
  expect(Object.values(canaries).every(value => value.length > 16)).toBe(true)
  expect(bridge.lines.length).toBeGreaterThan(10)
})

test('no secret is in a log line, an answer, a page of the database or a metric', async () => {
  expect(findCanaries(canaries, await everywhere())).toEqual([])
})

test('no ticket text is in a log line, a refusal or a metric, though it is kept', async () => {
  expect(findCanaries({ text: red }, [...logged(), ...refusals(), await measured()])).toEqual([])
  expect(findCanaries({ text: red }, readDatabase(bridge.folder))).not.toEqual([])
})

describe('a leak is found', () => {
  const password = secrets['password of a user']
  const name = 'password of a user'
  const inDatabase = (sql: string, ...values: unknown[]) => {
    const db = new Sqlite(path.join(bridge.folder, 'bridge.db'), { timeout: 5000 })
    db.prepare(sql).run(...values)
    db.close()
  }

  test('in a log line, within the Basic header', () => {
    const line = placeOf('log line 7', JSON.stringify({ message: 'x', error: `header ${basic('ada', password)}` }))
    expect(findCanaries(canaries, [line])).toEqual([`${name} in log line 7 as base64`])
  })

  test.each<[string, (text: string) => string]>([
    ['text', text => `name: ${text}.`],
    ['hex', text => Buffer.from(text).toString('hex')],
    ['base64', text => Buffer.from(`${text}`).toString('base64')],
    ['base64', text => Buffer.from(`1${text}2`).toString('base64')],
    ['base64', text => Buffer.from(`12${text}`).toString('base64url')],
  ])('in an answer or a metric, as %s', (spelling, spell) => {
    expect(findCanaries(canaries, [placeOf('an answer', spell(password))])).toEqual([
      `${name} in an answer as ${spelling}`,
    ])
  })

  test('in a row, in the log that is written ahead, and where the row was', () => {
    const row = `values ('leak', ?, 'none', 'default', 0, 0, '[]')`
    inDatabase(`insert into users (id, name, password, tenant, created_at, updated_at, roles) ${row}`, password)
    const found = findCanaries(canaries, readDatabase(bridge.folder))
    expect(found).toEqual(
      expect.arrayContaining([`${name} in table users as text`, `${name} in bridge.db-wal as text`]),
    )
    inDatabase(`delete from users where id = 'leak'`)
    expect(findCanaries(canaries, readDatabase(bridge.folder))).toContain(`${name} in bridge.db-wal as text`)
  })
})
