import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
let now: number
beforeEach(async () => {
  now = Date.UTC(2026, 2, 4, 5, 30)
  snow = await startServiceNowStage({ now: () => now }, [])
})
afterEach(() => snow.close())

const list = (query = '') => snow.call('GET', `/api/now/table/incident?${query}`)

test('an hour allows so many calls, of each user, and says so on every one', async () => {
  await snow.set({ rateLimits: [{ perHour: 2, path: '/api/now/table/incident' }] })
  const first = await list()
  expect(first.headers.get('x-ratelimit-limit')).toBe('2')
  expect(first.headers.get('x-ratelimit-reset')).toBe(String(Date.UTC(2026, 2, 4, 6) / 1000))
  expect(first.headers.get('x-ratelimit-rule')).toMatch(/^[0-9a-f]{32}$/)
  expect(first.headers.get('x-ratelimit-remaining')).toBeNull()
  await list()
  const refused = await list()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1800'])
  expect(refused.body).toEqual({
    error: {
      message: 'Rate limit exceeded',
      detail: 'Rate limit of 2 requests per hour for Table API exceeded',
    },
    status: 'failure',
  })
  expect((await snow.call('GET', '/api/now/table/incident', { user: 'beth.anglin' })).status).toBe(200)
  expect((await snow.call('GET', '/api/now/table/sys_user')).headers.get('x-ratelimit-limit')).toBeNull()
  now += 1_800_000
  expect((await list()).status).toBe(200)
})

test.each([
  ['/api/now/attachment', 'Attachment API'],
  ['/api/now/import/imp_user', 'Import Set API'],
])('the limit of %s is told by the name of its API', async (path, name) => {
  await snow.set({ rateLimits: [{ perHour: 0 }] })
  expect((await snow.call('GET', path)).body.error.detail).toContain(`for ${name} exceeded`)
})

test('an instance that sleeps answers everything with a page, as if all were well', async () => {
  await snow.set({ hibernating: true })
  for (const [method, path] of [
    ['GET', '/api/now/table/incident'],
    ['POST', '/oauth_token.do'],
  ]) {
    const page = await snow.call(method ?? '', path ?? '')
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  }
  await snow.set({ hibernating: false })
  expect((await list()).body).toEqual({ result: [] })
})

test('a list that looks at too many rows is cancelled, with an error or in the middle of its answer', async () => {
  for (let i = 0; i < 4; i++) await snow.file({ correlation_id: `c${i}` })
  await snow.set({ quotaRows: 3 })
  const message = 'Transaction cancelled: maximum execution time exceeded'
  const cancelled = await list('sysparm_query=short_descriptionLIKEodd')
  expect([cancelled.status, cancelled.body.error.message]).toEqual([500, message])
  await snow.set({ quotaAnswer: 'partial' })
  const partial = await list('sysparm_query=short_descriptionLIKEodd')
  expect(partial.status).toBe(200)
  expect(partial.body).toMatchObject({ error: { message }, status: 'failure' })
  expect(partial.body.result).toHaveLength(2)
  expect((await list('sysparm_query=correlation_id=c1')).body.result).toHaveLength(1)
})

test('switches are told, set at the start, and a reset takes back what was set since', async () => {
  await snow.close()
  snow = await startServiceNowStage({ switches: { refusedState: 'ignore' } }, [])
  await snow.set({ hibernating: true, quotaRows: 7 })
  const read = async () => (await snow.call('GET', '/_sandbox/switches')).body
  expect(await read()).toMatchObject({ refusedState: 'ignore', hibernating: true, quotaRows: 7 })
  await snow.call('POST', '/_sandbox/reset')
  expect(await read()).toMatchObject({ refusedState: 'ignore', hibernating: false, quotaRows: null })
})

test.each([
  [{ nothing: true }],
  [{ hibernating: 'yes' }],
  [{ quotaRows: -1 }],
  [{ tokenLifeS: null }],
  [{ refusedState: 'maybe' }],
  [{ rateLimits: [{ perHour: 'many' }] }],
  [{ attachmentExtensions: [1] }],
  [[]],
])('%j is no switch', async body => {
  expect((await snow.call('POST', '/_sandbox/switches', { body })).status).toBe(400)
})
