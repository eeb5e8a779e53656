import { createHmac } from 'node:crypto'
import { type JiraStage, startJiraStage } from '../../support/jira-stage'

let jira: JiraStage
let now = 0
const DAY_MS = 24 * 60 * 60 * 1000
beforeEach(async () => {
  now = Date.parse('2026-03-04T10:00:00Z')
  jira = await startJiraStage({ now: () => now, webhooks: [] })
})
afterEach(() => jira.close())

const asApp = () => ({ auth: `Bearer ${jira.oauth.accessToken}` })
const path = '/rest/api/3/webhook'
const register = (...webhooks: unknown[]) =>
  jira.call('POST', path, { ...asApp(), body: { url: `${jira.receiver.url}/app`, webhooks } })
const events = ['jira:issue_created', 'comment_created']

describe('dynamic webhooks', () => {
  test('only an app may register them, and each is judged for itself', async () => {
    expect((await jira.call('POST', path, { body: {} })).status).toBe(403)
    const { body } = await register(
      { events, jqlFilter: 'project = SEC' },
      { events, jqlFilter: 'labels = soc' },
      { events, jqlFilter: 'status ~ x' },
      { events: ['worklog_created'], jqlFilter: 'project = SEC' },
    )
    expect(body.webhookRegistrationResult).toEqual([
      { createdWebhookId: 10001 },
      { errors: ["Field 'labels' is not supported in a webhook's filter."] },
      { errors: ["The operator '~' is not supported in a webhook's filter."] },
      { errors: ['The events are missing or not supported.'] },
    ])
    const { body: page } = await jira.call('GET', path, asApp())
    expect(page).toMatchObject({ total: 1, isLast: true, values: [{ id: 10001, jqlFilter: 'project = SEC', events }] })
    expect((await jira.call('GET', `${path}/failed`, asApp())).status).toBe(403)
  })

  test('an app is told once for all that fit, by a token signed with its secret', async () => {
    const first = { events, jqlFilter: 'project = SEC' }
    await register(first, { events, jqlFilter: 'issuetype = Incident' }, { events, jqlFilter: 'project = OPS' })
    await jira.file()
    const pushes = await jira.pushes()
    expect(pushes).toHaveLength(1)
    expect(pushes[0]?.body).toMatchObject({ webhookEvent: 'jira:issue_created', matchedWebhookIds: [10001, 10002] })
    const [scheme, token = ''] = String(pushes[0]?.headers.authorization).split(' ')
    const [head, claims = '', signature] = token.split('.')
    const expected = createHmac('sha256', jira.oauth.clientSecret).update(`${head}.${claims}`).digest('base64url')
    expect([scheme, signature]).toEqual(['Bearer', expected])
    const { iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString())
    expect([iat * 1000, exp > iat]).toEqual([now, true])
    expect(pushes[0]?.headers).not.toHaveProperty('x-hub-signature')
  })

  test('they die after 30 days unless refreshed', async () => {
    await register({ events, jqlFilter: 'project = SEC' })
    now += 29 * DAY_MS
    const body = { webhookIds: [10001] }
    const { expirationDate } = (await jira.call('PUT', `${path}/refresh`, { ...asApp(), body })).body
    expect(expirationDate).toBe(now + 30 * DAY_MS)
    now += 29 * DAY_MS
    expect((await jira.call('GET', path, asApp())).body.total).toBe(1)
    now += DAY_MS
    expect((await jira.call('GET', path, asApp())).body.total).toBe(0)
    await jira.file()
    expect(await jira.pushes()).toEqual([])
  })

  test('they are removed by id', async () => {
    await register({ events, jqlFilter: 'project = SEC' })
    expect((await jira.call('DELETE', path, { ...asApp(), body: { webhookIds: [10001] } })).status).toBe(202)
    expect((await jira.call('DELETE', path, { ...asApp(), body: {} })).status).toBe(400)
    expect((await jira.call('GET', path, asApp())).body.values).toEqual([])
  })
})

test("an administrator's webhook filters by query, leaves out its body, is changed and turned off", async () => {
  const admin = '/rest/webhooks/1.0/webhook'
  const filters = { 'issue-related-events-section': 'labels = soc' }
  const body = { name: 'a', url: `${jira.receiver.url}/a`, events, filters }
  const { pathname } = new URL((await jira.call('POST', admin, { body })).body.self)
  await jira.file()
  expect(await jira.pushes()).toHaveLength(0)
  await jira.file({ labels: ['soc'] })
  expect(await jira.pushes()).toHaveLength(1)
  expect((await jira.call('PUT', pathname, { body: { excludeBody: true } })).body).toMatchObject({
    excludeBody: true,
    filters,
  })
  await jira.file({ labels: ['soc'] })
  expect((await jira.pushes())[1]?.raw).toHaveLength(0)
  await jira.call('PUT', pathname, { body: { enabled: false } })
  await jira.file({ labels: ['soc'] })
  expect(await jira.pushes()).toHaveLength(2)
  expect((await jira.call('PUT', pathname, { body: { events: ['sunrise'] } })).status).toBe(400)
})
