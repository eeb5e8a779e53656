import { createHmac } from 'node:crypto'
import { openBridge, type RunningBridge, webhookSecret } from '../support/bridge'
import { postJira, postServiceNow } from '../support/post-jira'
import { requestText, sendRaw } from '../support/raw-request'
import { readTables } from '../support/read-bridge'

/** Nobody listens there: receiving depends neither on SOAR nor on the ticketing systems. */
const nowhere = 'http://127.0.0.1:9'

let bridge: RunningBridge

beforeAll(async () => {
  bridge = await openBridge({ soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere, servicenowUrl: nowhere })
})
afterAll(() => bridge.close())

const sign = (body: string | Buffer, secret = webhookSecret) => createHmac('sha256', secret).update(body).digest('hex')
const signed = (body: string | Buffer) => ({ 'X-Hub-Signature': `sha256=${sign(body)}` })
const tables = ['receipts', 'lanes', 'links', 'changes', 'jobs', 'attempts', 'twins']
const counts = () =>
  readTables(bridge.folder, `select ${tables.map(table => `(select count(*) from ${table}) as ${table}`).join(', ')}`)
const lastReceipt = () =>
  readTables<{ id: string; state: string; reason: string | null; body: Buffer; headers: string; lane: string | null }>(
    bridge.folder,
    'select * from receipts order by id desc limit 1',
  )[0]

let tickets = 0
function anIssue(more: object = {}): string {
  tickets += 1
  const issue = { id: `${20_000 + tickets}`, key: `SEC-${tickets}`, fields: { summary: 'Beacon' } }
  return JSON.stringify({ timestamp: 1_700_000_000_000 + tickets, webhookEvent: 'jira:issue_updated', issue, ...more })
}

async function post(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const response = await fetch(bridge.url + path, { method: 'POST', body, headers })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

describe('a delivery that does not prove where it comes from', () => {
  const body = anIssue()
  const right = sign(body)
  const refusals: [what: string, path: string, headers: Record<string, string>][] = [
    ['no credentials', '/webhooks/jira/jira', {}],
    ['an empty signature', '/webhooks/jira/jira', { 'X-Hub-Signature': '' }],
    ['no digits', '/webhooks/jira/jira', { 'X-Hub-Signature': 'sha256=' }],
    ['a wrong signature', '/webhooks/jira/jira', { 'X-Hub-Signature': `sha256=${sign(body, 'another secret')}` }],
    ['one bit flipped', '/webhooks/jira/jira', { 'X-Hub-Signature': `sha256=${flipLast(right)}` }],
    ['a truncated signature', '/webhooks/jira/jira', { 'X-Hub-Signature': `sha256=${right.slice(0, 32)}` }],
    ['one digit too few', '/webhooks/jira/jira', { 'X-Hub-Signature': `sha256=${right.slice(1)}` }],
    ['one digit too many', '/webhooks/jira/jira', { 'X-Hub-Signature': `sha256=${right}0` }],
    ['a signature that is not hex', '/webhooks/jira/jira', { 'X-Hub-Signature': `sha256=${'zz'.repeat(32)}` }],
    ['the digits alone', '/webhooks/jira/jira', { 'X-Hub-Signature': right }],
    ['another algorithm', '/webhooks/jira/jira', { 'X-Hub-Signature': `sha1=${right}` }],
    ['no algorithm', '/webhooks/jira/jira', { 'X-Hub-Signature': `none=${right}` }],
    ['the signature of a body with a space more', '/webhooks/jira/jira', signed(`${body} `)],
    ['the signature in another header', '/webhooks/jira/jira', { 'X-ServiceNow-Signature': `sha256=${right}` }],
    ['the secret where a signature is asked for', '/webhooks/jira/jira', { 'X-Bridge-Secret': webhookSecret }],
    ['the secret in the address', `/webhooks/jira/jira?token=${webhookSecret}`, {}],
    ['an empty Basic', '/webhooks/jira/jira', { Authorization: 'Basic Og==' }],
    ['a bearer of the secret', '/webhooks/jira/jira', { Authorization: `Bearer ${webhookSecret}` }],
    ['the credential of another connection', '/webhooks/servicenow/servicenow', signed(body)],
    ['a wrong secret', '/webhooks/servicenow/servicenow', { 'X-Bridge-Secret': 'wrong' }],
    ['another system’s door', '/webhooks/servicenow/jira', signed(body)],
    ['another system’s connection', '/webhooks/jira/servicenow', { 'X-Bridge-Secret': webhookSecret }],
    ['a connection that does not exist', '/webhooks/jira/nobody', signed(body)],
    ['a connection that every object has', '/webhooks/jira/constructor', signed(body)],
  ]

  test.each(refusals)('by %s is answered 401, always alike, and leaves no row', async (_, path, headers) => {
    const before = counts()
    const answer = await post(path, body, headers)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).not.toBeNull()
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(JSON.parse(answer.text)).toEqual({
      type: 'about:blank',
      title: 'Unauthorized',
      status: 401,
      code: 'unauthenticated',
      detail: 'credentials are missing or wrong',
    })
    expect(counts()).toEqual(before)
  })

  test('is told, under the names of our own connections only', async () => {
    await post('/webhooks/jira/some-name-of-the-caller', body)
    const refused = bridge.lines.filter(line => line.message === 'webhook.refused')
    expect(refused.length).toBeGreaterThan(0)
    expect(new Set(refused.map(line => line.connection))).toEqual(new Set(['jira', 'servicenow', 'unknown']))
    expect(JSON.stringify(bridge.lines)).not.toContain('some-name-of-the-caller')
    expect(JSON.stringify(bridge.lines)).not.toContain(webhookSecret)
  })

  test('is never read, whatever it is', async () => {
    for (const hostile of ['{"a":', '{"__proto__":{}}', '[]', Buffer.from([0xff])])
      expect((await post('/webhooks/jira/jira', hostile, { 'X-Hub-Signature': 'sha256=00' })).status).toBe(401)
  })

  function flipLast(hex: string): string {
    return hex.slice(0, -1) + (Number.parseInt(hex.slice(-1), 16) ^ 1).toString(16)
  }
})

describe('a delivery that proves where it comes from', () => {
  test('is answered 202 after it was stored, with its receipt', async () => {
    const body = anIssue()
    const { status, body: answer } = await postJira(bridge.url, body, { 'User-Agent': 'Atlassian Webhook HTTP Client' })
    expect({ status, answer }).toEqual({ status: 202, answer: { receipt: expect.any(String), status: 'accepted' } })
    const stored = lastReceipt()
    expect(stored).toMatchObject({ id: answer.receipt, lane: `jira/${20_000 + tickets}`, reason: null })
    expect(stored?.body.equals(Buffer.from(body))).toBe(true)
    expect(JSON.parse(stored?.headers ?? '')).toEqual({ 'user-agent': 'Atlassian Webhook HTTP Client' })
  })

  test.each<[what: string, type: Record<string, string>]>([
    ['none', {}],
    ['an empty one', { 'Content-Type': '' }],
    ['text', { 'Content-Type': 'text/plain;charset=UTF-8' }],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['JSON with parameters', { 'Content-Type': 'application/json; charset=utf-8; x=y' }],
  ])('is JSON whatever content type it names: %s', async (_, type) => {
    const headers = Object.entries({ ...type }).map(([name, value]) => `${name}: ${value}`)
    const issue = anIssue()
    const length = `Content-Length: ${Buffer.byteLength(issue)}`
    const signature = `X-Hub-Signature: ${signed(issue)['X-Hub-Signature']}`
    const jira = await sendRaw(
      bridge.url,
      requestText('POST /webhooks/jira/jira', [...headers, length, signature], issue),
    )
    expect(jira.text).toMatch(/^HTTP\/1\.1 202 .*"status":"accepted"/s)
    const record = JSON.stringify({ sys_id: `${tickets}`.padStart(32, 'a'), number: 'INC0010001' })
    const secret = [`X-Bridge-Secret: ${webhookSecret}`, `Content-Length: ${record.length}`]
    const servicenow = await sendRaw(
      bridge.url,
      requestText('POST /webhooks/servicenow/servicenow', [...headers, ...secret], record),
    )
    expect(servicenow.text).toMatch(/^HTTP\/1\.1 202 .*"status":"accepted"/s)
  })

  test('is taken with what Jira adds to its address', async () => {
    const body = anIssue()
    const path = '/webhooks/jira/jira?user_id=admin&user_key=admin&issueId=10042'
    const { status, text } = await post(path, body, signed(body))
    expect({ status, answer: JSON.parse(text) }).toMatchObject({ status: 202, answer: { status: 'accepted' } })
  })

  test.each<[what: string, body: string | Buffer, reason: string]>([
    ['nothing', '', 'json-invalid'],
    ['no JSON', '{"issue":', 'json-invalid'],
    ['a duplicate key', '{"issue":{"id":"1"},"issue":{"id":"2"}}', 'json-duplicate-key'],
    ['__proto__', '{"__proto__":{"a":1}}', 'json-forbidden-key'],
    ['NUL', '{"a":"\\u0000"}', 'json-forbidden-character'],
    ['too many levels', '['.repeat(40) + ']'.repeat(40), 'json-too-deep'],
    ['an unsafe number', '{"timestamp":9007199254740993}', 'json-unsafe-number'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'json-not-utf8'],
    ['a list', '[]', 'not-an-object'],
    ['a text', '"issue"', 'not-an-object'],
    ['null', 'null', 'not-an-object'],
    ['another schema', '{"issue":"SEC-1","timestamp":1}', 'contract'],
    ['a word of another type', '{"webhookEvent":5,"issue":{"id":"1"}}', 'contract'],
    ['no ticket', '{"webhookEvent":"some_new_event","timestamp":1}', 'names-no-ticket'],
  ])('and holds %s is kept raw for a person: 202, with the reason', async (_, body, reason) => {
    const { status, body: answer } = await postJira(bridge.url, body)
    expect({ status, answer }).toEqual({ status: 202, answer: { receipt: expect.any(String), status: 'quarantined' } })
    expect(lastReceipt()).toMatchObject({ id: answer.receipt, state: 'quarantined', reason, lane: null })
    expect(lastReceipt()?.body.equals(Buffer.from(body))).toBe(true)
  })

  test('and is empty is kept for a person at ServiceNow’s door too', async () => {
    expect(await postServiceNow(bridge.url, '{}')).toMatchObject({ status: 202, body: { status: 'quarantined' } })
    expect(lastReceipt()).toMatchObject({ reason: 'contract' })
  })

  test('again is answered 202 as a duplicate, by its id or by its content', async () => {
    const id = (name: string) => ({ 'X-Atlassian-Webhook-Identifier': name })
    const body = anIssue()
    const first = await postJira(bridge.url, body, id('delivery-1'))
    for (const headers of [id('delivery-1'), id('delivery-2'), {}]) {
      const again = await postJira(bridge.url, body, headers)
      expect(again).toEqual({ status: 202, body: { receipt: first.body.receipt, status: 'duplicate' } })
    }
    const other = await postJira(bridge.url, anIssue(), id('delivery-1'))
    expect(other).toMatchObject({ status: 202, body: { status: 'quarantined' } })
    expect(lastReceipt()).toMatchObject({ reason: 'delivery-id-reused' })
  })

  test('but is too large is refused before it is read', async () => {
    const headers = [`Content-Length: ${25 * 1024 * 1024 + 1}`, 'X-Hub-Signature: sha256=00']
    const { text, statuses } = await sendRaw(bridge.url, requestText('POST /webhooks/jira/jira', headers))
    expect(statuses).toEqual([413])
    expect(text).toContain('"code":"too-large"')
    expect(text).toContain('Connection: close')
  })
})

async function postSigned(url: string, body: string) {
  const response = await fetch(`${url}/webhooks/jira/jira`, { method: 'POST', body, headers: signed(body) })
  return { status: response.status, retryAfter: response.headers.get('retry-after'), text: await response.text() }
}

describe('a door that is overloaded', () => {
  test('asks to come back, with when', async () => {
    const busy = await openBridge({
      soarUrl: nowhere,
      soarToken: 'x',
      jiraUrl: nowhere,
      receive: { maxQueuedReceipts: 1 },
    })
    try {
      const bodies = Array.from({ length: 40 }, () => anIssue())
      const answers = await Promise.all(bodies.map(body => postSigned(busy.url, body)))
      const refused = answers.filter(answer => answer.status === 503)
      const accepted = answers.filter(answer => answer.status === 202)
      expect(refused.length + accepted.length).toBe(40)
      expect(refused.length).toBeGreaterThan(0)
      expect(Number(refused[0]?.retryAfter)).toBeGreaterThanOrEqual(1)
      expect(refused[0]?.text).toContain('"code":"overloaded"')
      expect(readTables(busy.folder, 'select id from receipts')).toHaveLength(accepted.length)
    } finally {
      await busy.close()
    }
  })
})
