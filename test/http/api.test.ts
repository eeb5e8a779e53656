import { type FilledBridge, openFilledBridge } from '../support/filled-bridge'
import { openKey } from '../support/open-key'
import { readTables } from '../support/read-bridge'

let bridge: FilledBridge
let viewer: string
let operator: string

beforeAll(async () => {
  bridge = await openFilledBridge()
  viewer = await openKey(bridge, 'bridge.viewer')
  operator = await openKey(bridge, 'bridge.operator')
})
afterAll(() => bridge.close())

interface Answer {
  status: number
  body: ReturnType<typeof JSON.parse>
  headers: Headers
}

async function ask(
  path: string,
  options: { method?: string; key?: string; body?: string; type?: string } = {},
): Promise<Answer> {
  const { method = 'GET', key = viewer, body, type = 'application/json' } = options
  const headers = { Authorization: `Bearer ${key}`, ...(body !== undefined && { 'Content-Type': type }) }
  const response = await fetch(bridge.url + path, { method, headers, ...(body !== undefined && { body }) })
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) }
}

const idsOf = ({ body }: Answer): string[] => body.items.map((item: { id: string }) => item.id)
const newestFirst = (ids: string[]) => [...ids].reverse()

/** Every page, one after the other. */
async function readAll(path: string, limit: number): Promise<string[][]> {
  const pages: string[][] = []
  let next: string | null = ''
  while (next !== null && pages.length < 20) {
    const after: string = next === '' ? '' : `&after=${next}`
    const page = await ask(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}${after}`)
    expect(page.status).toBe(200)
    pages.push(idsOf(page))
    next = page.body.next
  }
  return pages
}

describe('a list', () => {
  test.each(['links', 'receipts', 'jobs'] as const)(
    'of %s comes newest first, page by page, each item once',
    async kind => {
      const whole = newestFirst(bridge.ids[kind])
      expect(idsOf(await ask(`/v1/${kind}`))).toEqual(whole)
      for (const limit of [1, 3, 7, 200]) {
        const pages = await readAll(`/v1/${kind}`, limit)
        expect(pages.flat()).toEqual(whole)
        expect(pages.slice(0, -1).every(page => page.length === limit)).toBe(true)
      }
    },
  )

  test('stays where it was while newer items come', async () => {
    const first = await ask('/v1/links?limit=2')
    const rest = await ask(`/v1/links?limit=200&after=${first.body.next}`)
    expect(idsOf(rest)).toEqual(newestFirst(bridge.ids.links).slice(2))
  })

  test.each<[query: string, indexes: number[]]>([
    ['connection=jira', [4, 3, 2, 1, 0]],
    ['connection=servicenow', [6, 5]],
    ['connection=nobody', []],
    ['connection=%25', []],
    ['ticketKey=SEC-3', [3]],
    ['ticketId=105', [5]],
    ['containerId=2', [2]],
    ['connection=jira&ticketKey=SEC-5', []],
    ['connection=servicenow&ticketKey=SEC-5', [5]],
  ])('of links can be narrowed by %s', async (query, indexes) => {
    expect(idsOf(await ask(`/v1/links?${query}`))).toEqual(indexes.map(index => bridge.ids.links[index]))
  })

  test.each<[query: string, indexes: number[]]>([
    ['state=dead', [1, 0]],
    ['state=waiting', [2]],
    ['state=sending', []],
    ['connection=servicenow', [6, 5]],
    ['connection=jira&state=dead', [1, 0]],
    ['connection=servicenow&state=dead', []],
    ['connection=j_ra', []],
    ['connection=%25', []],
  ])('of jobs can be narrowed by %s', async (query, indexes) => {
    expect(idsOf(await ask(`/v1/jobs?${query}`))).toEqual(indexes.map(index => bridge.ids.jobs[index]))
  })

  test.each<[query: string, indexes: number[]]>([
    ['state=quarantined', [4, 1]],
    ['state=pending', []],
    ['connection=servicenow', [6, 5]],
    ['connection=servicenow&state=ignored', [5]],
  ])('of receipts can be narrowed by %s', async (query, indexes) => {
    expect(idsOf(await ask(`/v1/receipts?${query}`))).toEqual(indexes.map(index => bridge.ids.receipts[index]))
  })

  test('narrowed and page by page is still each item once', async () => {
    const pages = await readAll('/v1/links?connection=jira', 2)
    expect(pages.flat()).toEqual(newestFirst(bridge.ids.links.slice(0, 5)))
  })

  test.each([
    '/v1/links?limit=0',
    '/v1/links?limit=201',
    '/v1/links?limit=-1',
    '/v1/links?limit=1.5',
    '/v1/links?limit=many',
    '/v1/links?limit=1&limit=2',
    '/v1/links?after=',
    '/v1/links?after=x',
    `/v1/links?after=${Buffer.from("' or 1=1 --").toString('base64url')}`,
    `/v1/links?ticketKey=${'x'.repeat(101)}`,
    '/v1/jobs?state=finished',
    '/v1/receipts?state=lost',
    '/v1/links?unknown=1',
    '/v1/links?connection[$ne]=x',
  ])('asked for by %s is the caller’s mistake', async path => {
    const { status, body, headers } = await ask(path)
    expect({ status, type: headers.get('content-type') }).toEqual({ status: 400, type: 'application/problem+json' })
    expect(['contract', 'page-unknown']).toContain(body.code)
    expect(JSON.stringify(body)).not.toContain('1=1')
  })
})

describe('a link', () => {
  test('shows its pair, and what SOAR has confirmed', async () => {
    const { status, body } = await ask(`/v1/links/${bridge.ids.links[3]}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      ticketKey: 'SEC-3',
      containerId: '3',
      containerUrl: 'http://127.0.0.1:9/mission/3',
      state: 'linked',
      base: { fields: {}, ticketArtifactId: null },
    })
    expect(body).not.toHaveProperty('snapshot')
  })

  test('has a timeline, oldest first, page by page', async () => {
    const path = `/v1/links/${bridge.ids.links[0]}/timeline`
    const whole = await ask(path)
    expect(idsOf(whole)).toEqual(bridge.ids.timeline)
    expect(whole.body.items.map((item: { kind: string }) => item.kind)).toEqual([
      'receipt',
      'job',
      ...Array(5).fill('change'),
    ])
    for (const limit of [1, 2, 3]) expect((await readAll(path, limit)).flat()).toEqual(bridge.ids.timeline)
  })

  test.each(['', '/timeline'])('that does not exist is not found%s', async more => {
    const { status, body } = await ask(`/v1/links/0190b2a0-0000-7000-8000-000000000001${more}`)
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'link-unknown' })
  })

  test.each(['1', '..%2f..', "x'--", '0190B2A0-0000-7000-8000-000000000001', '%00', `${'0'.repeat(37)}`])(
    'is not asked for by %s',
    async id => {
      expect([400, 404]).toContain((await ask(`/v1/links/${id}`)).status)
    },
  )

  test('is not asked for by what is no address', async () => {
    expect((await ask('/v1/links/%E0%A4%A')).status).toBe(400)
  })
})

describe('a dead job', () => {
  const stateOf = (id: string | undefined) =>
    readTables<{ state: string }>(bridge.folder, `select state from jobs where id = '${id}'`)[0]?.state

  test.each(['replay', 'discard'])('that does not exist cannot be answered by %s', async act => {
    const path = `/v1/jobs/0190b2a0-0000-7000-8000-000000000001/${act}`
    const { status, body } = await ask(path, { method: 'POST', key: operator })
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'job-unknown' })
  })

  test.each(['replay', 'discard'])('is the only one to %s', async act => {
    for (const id of bridge.ids.jobs.slice(2)) {
      const before = stateOf(id)
      const { status, body } = await ask(`/v1/jobs/${id}/${act}`, { method: 'POST', key: operator })
      expect({ status, code: body.code }).toEqual({ status: 409, code: 'job-not-dead' })
      expect(stateOf(id)).toBe(before)
    }
  })

  test.each([
    ['replay', 0, 'waiting'],
    ['discard', 1, 'discarded'],
  ])('is shown as it is after %s, which works once', async (act, index, state) => {
    const id = bridge.ids.jobs[index]
    const acts = await Promise.all(
      Array.from({ length: 4 }, () => ask(`/v1/jobs/${id}/${act}`, { method: 'POST', key: operator })),
    )
    expect(acts.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
    expect(acts.find(({ status }) => status === 200)?.body).toMatchObject({ id, state, tries: 0 })
    expect(stateOf(id)).toBe(state)
  })

  test.each([
    ['no JSON', '{"a":', 'json-invalid'],
    ['a duplicate key', '{"a":1,"a":2}', 'json-duplicate-key'],
    ['a prototype', '{"__proto__":{}}', 'json-forbidden-key'],
  ])('is not replayed by a body that holds %s', async (_, body, code) => {
    const path = `/v1/jobs/${bridge.ids.jobs[0]}/replay`
    const answer = await ask(path, { method: 'POST', key: operator, body })
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 400, code })
  })

  test('is not replayed by a body beyond a megabyte', async () => {
    const path = `/v1/jobs/${bridge.ids.jobs[0]}/replay`
    const { status, body } = await ask(path, { method: 'POST', key: operator, body: ' '.repeat(1024 * 1024 + 1) })
    expect({ status, code: body.code }).toEqual({ status: 413, code: 'too-large' })
  })
})

describe('what anybody may ask', () => {
  const read = async (path: string, method = 'GET') => {
    const response = await fetch(bridge.url + path, { method })
    const { status, headers } = response
    return { status, headers, type: headers.get('content-type')?.split(';')[0], text: await response.text() }
  }

  test.each([
    ['/livez', 'application/json', /"ok"/],
    ['/readyz', 'application/json', /"ready"/],
    ['/metrics', 'text/plain', /^# HELP/],
    ['/openapi.yaml', 'application/yaml', /^openapi: 3\.1/],
    ['/openapi.json', 'application/json', /"openapi":"3\.1/],
    ['/docs', 'text/html', /swagger-ui-bundle\.js/],
    ['/docs/swagger-ui.css', 'text/css', /\.swagger-ui/],
    ['/docs/swagger-ui-bundle.js', 'text/javascript', /SwaggerUIBundle/],
    ['/docs/start.js', 'text/javascript', /openapi\.json/],
  ])('%s is served as %s', async (path, type, content) => {
    const answer = await read(path)
    expect({ status: answer.status, type: answer.type }).toEqual({ status: 200, type })
    expect(answer.text).toMatch(content)
    expect(answer.headers.get('x-powered-by')).toBeNull()
  })

  test('/readyz names the connections that take no work, and is ready all the same', async () => {
    const { status, text } = await read('/readyz')
    expect({ status, body: JSON.parse(text) }).toMatchObject({
      status: 200,
      body: {
        status: 'ready',
        connections: expect.arrayContaining([expect.objectContaining({ name: 'soar', state: 'paused' })]),
      },
    })
  })

  test('the docs load nothing from elsewhere', async () => {
    for (const path of ['/docs', '/docs/start.js']) expect((await read(path)).text).not.toMatch(/https?:\/\//)
  })

  test('HEAD is answered as GET is, without a body', async () => {
    const answer = await read('/livez', 'HEAD')
    expect({ status: answer.status, type: answer.type, text: answer.text }).toEqual({
      status: 200,
      type: 'application/json',
      text: '',
    })
  })
})
