import { openBridge, type RunningBridge } from '../../support/bridge'
import { openKey } from '../../support/open-key'
import { countEnrichments, postEnrichment, secopsBase, someLookup } from '../../support/post-enrichment'
import { requestText, sendRaw } from '../../support/raw-request'

const nowhere = 'http://127.0.0.1:9'
let bridge: RunningBridge
let writer: string

beforeAll(async () => {
  bridge = await openBridge({
    soarUrl: nowhere,
    soarToken: 'x',
    jiraUrl: nowhere,
    access: { failedLoginsPerMinute: 3 },
  })
  writer = `Bearer ${await openKey(bridge, 'sn_sec_cmn.api_write')}`
})
afterAll(() => bridge.close())

async function ask(method: string, address: string, { headers = {}, body }: { headers?: object; body?: string } = {}) {
  const init = { method, headers: { Authorization: writer, ...headers }, ...(body !== undefined && { body }) }
  const response = await fetch(bridge.url + address, init)
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers }
}
const failure = (message: string, detail: unknown = expect.any(String)) => ({
  error: { message, detail },
  status: 'failure',
})
const door = `${secopsBase}/threat_lookup`

describe('before it looks at a body, the door answers as the platform does:', () => {
  test.each([
    `${secopsBase}/threat_lookups`,
    secopsBase,
    `${secopsBase}/`,
    `${door}/`,
    '/api/sn_sec_cmn/v2/secops_integration_capabilities/threat_lookup',
    '/api/sn_sec_cmn/v1/threat_lookup',
  ])('%s is no resource', async address => {
    for (const method of ['POST', 'GET'])
      expect(await ask(method, address)).toMatchObject({
        status: 400,
        body: failure('Requested URI does not represent any resource', null),
      })
  })

  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is not offered', async method => {
    const { status, body, headers } = await ask(method, door)
    expect({ status, body }).toEqual({ status: 405, body: failure('Method not supported', null) })
    expect(headers.get('allow')).toBe('POST')
  })

  test('nobody is let in without a credential, and is told which there are', async () => {
    const { status, body, headers } = await ask('POST', door, { headers: { Authorization: '' }, body: 'x'.repeat(99) })
    expect({ status, body }).toEqual({
      status: 401,
      body: failure('User Not Authenticated', 'Required to provide Auth information'),
    })
    expect(headers.get('www-authenticate')).toBe('Bearer, Basic')
  })

  test('two credentials are two opinions', async () => {
    const { text, statuses } = await sendRaw(
      bridge.url,
      requestText(`POST ${door}`, [`Authorization: ${writer}`, 'Authorization: Basic YTpi', 'Content-Length: 2'], '{}'),
    )
    expect(statuses).toEqual([400])
    expect(text).toContain('Exception while reading request')
  })

  test('who failed too often comes back later, and a good key goes on', async () => {
    const wrong = { headers: { Authorization: `Bearer sbk_${'x'.repeat(59)}` } }
    for (let count = 0; count < 3; count += 1) await ask('POST', door, wrong)
    const { status, body, headers } = await ask('POST', door, wrong)
    expect({ status, body }).toEqual({ status: 429, body: failure('Rate limit exceeded') })
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await postEnrichment(bridge, { as: writer, body: someLookup })).status).toBe(201)
  })
})

describe('a body', () => {
  test.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'application/jsonx'])(
    'of the type %s is refused',
    async type => {
      const before = countEnrichments(bridge)
      const body = JSON.stringify({ ...someLookup, result: type })
      expect(await ask('POST', door, { headers: { 'Content-Type': type }, body })).toMatchObject({
        status: 415,
        body: failure('Unsupported media type', 'Send the body as application/json.'),
      })
      expect(countEnrichments(bridge)).toEqual(before)
    },
  )

  test.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json;odd'])(
    'of the type %s is read',
    async type => {
      const body = JSON.stringify({ ...someLookup, result: type })
      expect((await ask('POST', door, { headers: { 'Content-Type': type }, body })).status).toBe(201)
    },
  )

  test('without a type is read as JSON, which is what the documentation asks for', async () => {
    const body = JSON.stringify({ ...someLookup, result: 'no type' })
    const headers = [`Authorization: ${writer}`, `Content-Length: ${body.length}`]
    expect((await sendRaw(bridge.url, requestText(`POST ${door}`, headers, body))).statuses).toEqual([201])
  })

  test('that is too large is refused, announced or not, and the connection ends', async () => {
    const before = countEnrichments(bridge)
    const announced = [`Authorization: ${writer}`, 'Content-Length: 1048577']
    const { text, statuses } = await sendRaw(bridge.url, requestText(`POST ${door}`, announced))
    expect(statuses).toEqual([413])
    expect(text).toContain('{"error":{"message":"Request body too large"')
    expect(text).toMatch(/Connection: close/i)
    expect(countEnrichments(bridge)).toEqual(before)
  })

  test('that is compressed is refused', async () => {
    const headers = { 'Content-Encoding': 'gzip', 'Content-Type': 'application/json' }
    expect(await ask('POST', door, { headers, body: '{}' })).toMatchObject({
      status: 415,
      body: failure('Unsupported media type'),
    })
  })

  test.each([
    ['{"a":1,"a":2}', 'json-duplicate-key'],
    ['{"__proto__":{}}', 'json-forbidden-key'],
    ['{"a":9007199254740993}', 'json-unsafe-number'],
    ['{"a":"\\u0000"}', 'json-forbidden-character'],
    [`${'['.repeat(40)}${']'.repeat(40)}`, 'json-too-deep'],
    ['\u00e9\u0000{', 'json-invalid'],
  ])('like %j, which readers read differently, is an invalid one', async (body, code) => {
    expect(await postEnrichment(bridge, { as: writer, body })).toMatchObject({
      status: 400,
      body: failure('Invalid post body', `The body is not acceptable JSON: ${code}.`),
    })
  })
})
