import { type JiraStage, startJiraStage } from '../../support/jira-stage'

let jira: JiraStage
let now = 0
const start = async (options = {}) => {
  now = Date.parse('2026-03-04T10:30:00Z')
  jira = await startJiraStage({ now: () => now, ...options })
  await jira.file()
}
afterEach(() => jira.close())

const read = (options = {}) => jira.call('GET', '/rest/api/3/issue/SEC-1', options)
const write = (summary: string) => jira.call('PUT', '/rest/api/3/issue/SEC-1', { body: { fields: { summary } } })
const header = (answer: { headers: Headers }, name: string) => answer.headers.get(name)

test('without limits every answer on Cloud tells its budget, and none is refused', async () => {
  await start()
  expect(header(await read(), 'x-ratelimit-limit')).toBe('400')
  expect(header(await jira.call('GET', '/rest/api/3/field'), 'x-ratelimit-limit')).toBe('350')
  for (let i = 0; i < 30; i++) expect((await write(`n${i}`)).status).toBe(204)
})

test('a burst to one endpoint is refused until the bucket fills, whichever issue it asks for', async () => {
  await start({ limits: { burst: { GET: 2 } } })
  await jira.file()
  expect([(await read()).status, (await jira.call('GET', '/rest/api/3/issue/10002')).status]).toEqual([200, 200])
  const refused = await read()
  expect([refused.status, header(refused, 'retry-after'), header(refused, 'ratelimit-reason')]).toEqual([
    429,
    '1',
    'jira-burst-based',
  ])
  expect(header(refused, 'x-ratelimit-reset')).toBe('2026-03-04T10:30Z')
  expect((await jira.call('GET', '/rest/api/3/myself')).status).toBe(200)
  now += 500
  expect((await read()).status).toBe(200)
})

test('one issue takes 20 writes in two seconds and 100 in thirty', async () => {
  await start({ limits: { issueWrites: true } })
  for (let i = 0; i < 20; i++) await write(`a${i}`)
  const refused = await write('one too many')
  expect([refused.status, header(refused, 'retry-after'), header(refused, 'ratelimit-reason')]).toEqual([
    429,
    '2',
    'jira-per-issue-on-write',
  ])
  expect((await read()).status).toBe(200)
  for (let round = 0; round < 4; round++) {
    now += 2000
    for (let i = 0; i < 20; i++) expect((await write(`${round}.${i}`)).status).toBe(204)
  }
  now += 2000
  const later = await write('one hundred and one')
  expect([later.status, header(later, 'retry-after')]).toEqual([429, '20'])
})

test('an app pays for what it reads, up to a wall at the full hour; an API token does not', async () => {
  await start({ limits: { quotaPerHour: 5 } })
  const auth = `Bearer ${jira.oauth.accessToken}`
  await read({ auth })
  await read({ auth })
  await read({ auth })
  const refused = await read({ auth })
  expect([refused.status, header(refused, 'retry-after'), header(refused, 'ratelimit-reason')]).toEqual([
    429,
    '1800',
    'jira-quota-global-based',
  ])
  expect(header(refused, 'ratelimit-policy')).toBe('"global-app-quota";q=5;w=3600')
  expect((await read()).status).toBe(200)
  now += 30 * 60_000
  expect((await read({ auth })).status).toBe(200)
})

test('Data Center tells how the bucket of a user stands, and refuses once it is empty', async () => {
  await start({ flavor: 'datacenter', limits: { bucket: { size: 3, perSecond: 2 } } })
  const get = () => jira.call('GET', '/rest/api/2/issue/SEC-1')
  const first = await get()
  expect([header(first, 'x-ratelimit-remaining'), header(first, 'retry-after')]).toEqual(['1', '0'])
  await get()
  const refused = await get()
  expect([refused.status, header(refused, 'retry-after'), header(refused, 'x-ratelimit-fillrate')]).toEqual([
    429,
    '1',
    '2',
  ])
  expect((await jira.call('GET', '/rest/api/2/issue/SEC-1', { auth: null })).status).toBe(404)
  now += 500
  expect((await get()).status).toBe(200)
})

test('limits are set and lifted while the sandbox runs', async () => {
  await start()
  const set = (body: unknown) => jira.call('POST', '/_sandbox/limits', { body })
  expect((await set({ burst: { GET: 1 } })).body).toEqual({ limits: { burst: { GET: 1 }, issueWrites: false } })
  expect([(await read()).status, (await read()).status]).toEqual([200, 429])
  expect((await set({ vendor: true })).body.limits).toMatchObject({ issueWrites: true, quotaPerHour: 65_000 })
  await set({})
  expect((await read()).status).toBe(200)
  expect((await set({ burst: { GET: 0 } })).status).toBe(400)
})
