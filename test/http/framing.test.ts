import { openBridge, type RunningBridge, webhookSecret } from '../support/bridge'
import { postJira } from '../support/post-jira'
import { requestText, sendRaw } from '../support/raw-request'
import { readTables } from '../support/read-bridge'

const nowhere = 'http://127.0.0.1:9'
let bridge: RunningBridge

beforeAll(async () => {
  bridge = await openBridge({ soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere, servicenowUrl: nowhere })
})
afterAll(() => bridge.close())

const receipts = () => readTables(bridge.folder, 'select id from receipts').length
const record = '{"sys_id":"9d385017c611228701d22104cc95c371"}'
const proof = `X-Bridge-Secret: ${webhookSecret}`
const length = `Content-Length: ${record.length}`
const door = 'POST /webhooks/servicenow/servicenow'

/** Requests that no two readers would read alike. */
const refused: [what: string, statuses: number[], ...pieces: string[]][] = [
  ['two hosts', [400], requestText(door, ['Host: other', proof, length], record)],
  ['no host', [400], `${door} HTTP/1.1\r\nConnection: close\r\n${proof}\r\n${length}\r\n\r\n${record}`],
  ['two secrets, one of them right', [400], requestText(door, ['x-bridge-SECRET: wrong', proof, length], record)],
  ['the right secret twice', [400], requestText(door, [proof, proof, length], record)],
  ['two signatures', [400], requestText(door, ['X-Hub-Signature: a', 'X-Hub-Signature: b', length], record)],
  [
    'two authorizations',
    [400],
    requestText(door, ['Authorization: Basic YTpi', 'authorization: Bearer x', length], record),
  ],
  ['a length and chunks', [400], requestText(door, [proof, length, 'Transfer-Encoding: chunked'], record)],
  ['two lengths', [400], requestText(door, [proof, length, 'Content-Length: 5'], record)],
  ['a negative length', [400], requestText(door, [proof, 'Content-Length: -1'], record)],
  ['a length in hex', [400], requestText(door, [proof, 'Content-Length: 0x10'], record)],
  ['an unknown encoding of the transfer', [400], requestText(door, [proof, 'Transfer-Encoding: xchunked'], record)],
  ['a space before a colon', [400], requestText(door, [`X-Bridge-Secret : ${webhookSecret}`, length], record)],
  [
    'a chunk too large for any number',
    [400],
    requestText(door, [proof, 'Transfer-Encoding: chunked'], `${'f'.repeat(18)}\r\n`),
  ],
  ['headers without end', [431], requestText(door, [proof, `X-Padding: ${'x'.repeat(20_000)}`, length], record)],
  ['a TLS hello', [400], '\u0016\u0003\u0001\u0002\u0000\u0001'],
  ['an unknown expectation', [417], requestText(door, [proof, length, 'Expect: foo'], record)],
  [
    'an absolute address',
    [404],
    requestText('POST http://127.0.0.1/webhooks/servicenow/servicenow', [proof, length], record),
  ],
  ['a path in disguise', [404], requestText('POST /%77ebhooks/servicenow/servicenow', [proof, length], record)],
  ['a path with two slashes', [404], requestText('POST //webhooks/servicenow/servicenow', [proof, length], record)],
  ['a path that climbs', [404], requestText('POST /v1/../webhooks/servicenow/servicenow', [proof, length], record)],
  ['another method', [405], requestText('PUT /webhooks/servicenow/servicenow', [proof, length], record)],
  [
    'a method that is overridden',
    [405],
    requestText('GET /webhooks/servicenow/servicenow', [proof, 'X-HTTP-Method-Override: POST']),
  ],
  ['TRACE', [405], requestText('TRACE /livez')],
]

describe('a request with', () => {
  test.each(refused)('%s is refused, and nothing of it is stored', async (_, statuses, ...pieces) => {
    const before = receipts()
    const answer = await sendRaw(bridge.url, ...pieces)
    expect(answer.statuses).toEqual(statuses)
    expect(answer.text).not.toContain(webhookSecret)
    expect(answer.text).not.toMatch(/x-powered-by|express|node_modules|\n\s+at /i)
    expect(receipts()).toBe(before)
  })

  test('a wish to change the protocol is answered as any other', async () => {
    for (const protocol of ['h2c', 'websocket']) {
      const { statuses } = await sendRaw(bridge.url, requestText('GET /livez', [`Upgrade: ${protocol}`]))
      expect(statuses).toEqual([200])
    }
  })

  test('CONNECT is cut off', async () => {
    expect(
      (await sendRaw(bridge.url, 'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n')).statuses,
    ).toEqual([])
  })

  test('another one smuggled behind its body answers for itself', async () => {
    const before = receipts()
    const first = ['Host: localhost', proof, length, '', record].join('\r\n')
    const smuggled = requestText(door, [length], record)
    const { statuses } = await sendRaw(bridge.url, `${door} HTTP/1.1\r\n${first}${smuggled}`)
    expect(statuses).toEqual([202, 401])
    expect(receipts()).toBe(before + 1)
  })

  test('all of this leaves the door open for the next', async () => {
    const body = '{"timestamp":1,"issue":{"id":"1","fields":{}}}'
    expect(await postJira(bridge.url, body)).toMatchObject({ status: 202 })
  })
})
