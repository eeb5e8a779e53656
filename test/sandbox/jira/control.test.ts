import { type JiraStage, startJiraStage } from '../../support/jira-stage'

let jira: JiraStage
beforeEach(async () => {
  jira = await startJiraStage()
  await jira.file()
})
afterEach(() => jira.close())

const rename = (summary: string) => jira.call('PUT', '/rest/api/2/issue/SEC-1', { body: { fields: { summary } } })
const readSummary = async () => (await jira.call('GET', '/rest/api/2/issue/SEC-1')).body.fields.summary

test('throttling is told as the rate limiter does, or as the gateway does without a time', async () => {
  await jira.scenario({ name: 'throttle', retryAfter: 7, times: 1 })
  await jira.scenario({ name: 'throttle', times: 1 })
  const [limiter, gateway] = [await rename('a'), await rename('b')]
  expect([limiter.status, limiter.headers.get('retry-after')]).toEqual([429, '7'])
  expect(limiter.headers.get('ratelimit-reason')).toBe('jira-burst-based')
  expect([gateway.status, gateway.headers.get('retry-after')]).toEqual([429, null])
  expect(gateway.headers.get('x-failure-category')).toBe('FAILURE_CLIENT_RATE_LIMITED')
  expect((await rename('c')).status).toBe(204)
})

test('a scenario keeps to its method, path and times, and stacks with latency', async () => {
  await jira.scenario({ name: 'error', status: 502, method: 'put', path: '/rest/api/2/issue/', times: 2 })
  await jira.scenario({ name: 'latency', ms: 1, jitterMs: 1 })
  expect(await readSummary()).toBe('Odd login')
  expect([(await rename('a')).status, (await rename('b')).status, (await rename('c')).status]).toEqual([502, 502, 204])
  const { body } = await jira.scenario({ name: 'clear' })
  expect(body).toEqual({ active: [] })
})

test('an expired token, a forbidden write and a login page look as the vendor has them', async () => {
  await jira.scenario({ name: 'unauthorized', times: 2 })
  const read = await jira.call('GET', '/rest/api/2/issue/SEC-1')
  expect([read.status, read.headers.get('x-seraph-loginreason')]).toEqual([404, 'AUTHENTICATED_FAILED'])
  expect((await rename('a')).status).toBe(401)
  await jira.scenario({ name: 'forbidden', times: 1 })
  expect((await rename('a')).status).toBe(403)
  await jira.scenario({ name: 'html', times: 1 })
  const page = await jira.call('GET', '/rest/api/2/issue/SEC-1')
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
})

test.each([
  ['reset-before-commit', 'Odd login'],
  ['reset-after-commit', 'new'],
  ['cut-body', 'new'],
  ['down', 'Odd login'],
])('%s breaks the connection and leaves the summary %s', async (name, left) => {
  await jira.scenario({ name, times: 1 })
  const path = '/rest/api/2/issue/SEC-1/comment'
  await expect(rename('new')).rejects.toThrow()
  expect(await readSummary()).toBe(left)
  await jira.scenario({ name, times: 1 })
  await expect(jira.call('POST', path, { body: { body: 'x'.repeat(5000) } })).rejects.toThrow()
  expect((await jira.call('GET', path)).body.total).toBe(left === 'new' ? 1 : 0)
})

test('a scenario that nobody knows is refused', async () => {
  expect((await jira.scenario({ name: 'earthquake' })).status).toBe(400)
  expect((await jira.scenario({ name: 'error', times: 0 })).status).toBe(400)
})

test('effects, requests and the state can be read, and a reset takes all back', async () => {
  await rename('new')
  await jira.pushes()
  const effects = (await jira.call('GET', '/_sandbox/ledger')).body.effects
  const names = effects.map(({ effect }: { effect: string }) => effect)
  expect(names.filter((name: string) => name !== 'webhook.pushed')).toEqual(['issue.created', 'issue.updated'])
  expect(names.filter((name: string) => name === 'webhook.pushed')).toHaveLength(2)
  const requests = (await jira.call('GET', '/_sandbox/requests')).body.requests
  expect(requests[1]).toMatchObject({
    method: 'PUT',
    path: '/rest/api/2/issue/SEC-1',
    query: '',
    status: 204,
    scenario: null,
  })
  const state = (await jira.call('GET', '/_sandbox/state')).body
  expect(state).toMatchObject({ flavor: 'cloud', pending: 0, issues: [{ key: 'SEC-1', fields: { summary: 'new' } }] })
  expect(JSON.stringify(state)).not.toContain('hush')

  expect((await jira.call('POST', '/_sandbox/reset')).body).toEqual({ reset: true })
  expect((await jira.call('GET', '/_sandbox/ledger')).body.effects).toEqual([])
  expect((await jira.call('GET', '/rest/api/2/issue/SEC-1')).status).toBe(404)
  expect(await jira.file()).toMatchObject({ id: '10001', key: 'SEC-1' })
  expect((await jira.pushes()).length).toBe(3)
})

test('the same seed and clock push the same bytes', async () => {
  const pushes: string[] = []
  for (const seed of [3, 3]) {
    const other = await startJiraStage({ seed, now: () => 1_760_000_000_000 })
    await other.file()
    const [push] = await other.pushes()
    pushes.push(`${push?.headers['x-atlassian-webhook-identifier']} ${push?.body.timestamp} ${other.token}`)
    await other.close()
  }
  expect(pushes[0]).toBe(pushes[1])
})

test('a body that is no JSON is refused', async () => {
  const refused = await jira.call('POST', '/rest/api/2/issue', { raw: '{"fields":' })
  expect(refused.status).toBe(400)
})
