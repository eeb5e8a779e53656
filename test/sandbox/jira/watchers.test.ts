import { type JiraStage, startJiraStage } from '../../support/jira-stage'

const people = {
  cloud: { rosa: '5c0ffee00000000000000002', by: 'accountId' },
  datacenter: { rosa: 'rdiaz', by: 'username' },
} as const

let jira: JiraStage
afterEach(() => jira.close())

describe.each(['cloud', 'datacenter'] as const)('watchers on %s', flavor => {
  const path = '/rest/api/2/issue/SEC-1/watchers'
  const { rosa, by } = people[flavor]
  const watches = async () => (await jira.call('GET', '/rest/api/2/issue/SEC-1')).body.fields.watches
  beforeEach(async () => {
    jira = await startJiraStage({ flavor })
    await jira.file()
  })

  test('are counted by the issue, and named by a call of their own', async () => {
    expect(await watches()).toMatchObject({ watchCount: 0, isWatching: false })
    expect((await jira.call('POST', path, { body: rosa })).status).toBe(204)
    expect(await watches()).toMatchObject({ watchCount: 1, isWatching: false })
    const { body } = await jira.call('GET', path)
    expect(body).toMatchObject({ watchCount: 1, watchers: [{ displayName: 'Rosa Diaz' }] })
    expect(body.watchers[0][flavor === 'cloud' ? 'accountId' : 'name']).toBe(rosa)
  })

  test('are each there once, and whoever names nobody watches', async () => {
    for (const raw of [JSON.stringify(rosa), JSON.stringify(rosa), '']) await jira.call('POST', path, { raw })
    expect(await watches()).toMatchObject({ watchCount: 2, isWatching: true })
    for (const _ of [1, 2]) expect((await jira.call('DELETE', `${path}?${by}=${rosa}`)).status).toBe(204)
    expect((await jira.call('GET', path)).body.watchers).toMatchObject([{ displayName: 'SOAR Bridge' }])
  })

  test('change nothing that is told: no webhook, no history, no later `updated`', async () => {
    const told = async () => (await jira.call('GET', '/rest/api/2/issue/SEC-1?expand=changelog')).body
    const before = await told()
    await jira.call('POST', path, { body: rosa })
    const after = await told()
    expect([after.fields.updated, after.changelog]).toEqual([before.fields.updated, before.changelog])
    expect(await jira.pushes()).toHaveLength(1)
  })

  test('are refused where there is no such person, or none is given to take away', async () => {
    const unknown = await jira.call('POST', path, { body: 'nobody' })
    const none = await jira.call('DELETE', path)
    const missing = await jira.call('GET', '/rest/api/2/issue/SEC-9/watchers')
    expect([unknown.status, none.status, missing.status]).toEqual([404, 400, 404])
  })

  test('are still the people of the site in a state that was saved', async () => {
    await jira.call('POST', path, { body: rosa })
    const state = (await jira.call('GET', '/_sandbox/state')).body
    await jira.call('PUT', '/_sandbox/state', { body: state })
    await jira.call('DELETE', `${path}?${by}=${rosa}`)
    expect(await watches()).toMatchObject({ watchCount: 0 })
    const issues = state.issues.map(({ watchers: _, ...issue }: Record<string, unknown>) => issue)
    await jira.call('PUT', '/_sandbox/state', { body: { ...state, issues } })
    expect(await watches()).toMatchObject({ watchCount: 0 })
  })
})
