import { type JiraStage, startJiraStage } from '../../support/jira-stage'

let jira: JiraStage
afterEach(() => jira.close())

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

describe('Cloud', () => {
  beforeEach(async () => {
    jira = await startJiraStage()
    await jira.file()
  })

  test('a good token is told by the account id in a header', async () => {
    const me = await jira.call('GET', '/rest/api/3/myself')
    expect(me.status).toBe(200)
    expect(me.headers.get('x-aaccountid')).toBe(me.body.accountId)
    expect(me.body).not.toHaveProperty('name')
  })

  test.each([
    ['no credential', null, null],
    ['an expired token', basic('soarbridge@acme.example', 'old'), 'AUTHENTICATED_FAILED'],
    ['an unknown account', basic('nobody@acme.example', 'x'), 'AUTHENTICATED_FAILED'],
    ['a personal access token', 'Bearer x', 'AUTHENTICATED_FAILED'],
  ])('with %s reads look like a missing issue, and only /myself and writes answer 401', async (_what, auth, reason) => {
    const read = await jira.call('GET', '/rest/api/2/issue/SEC-1', { auth })
    expect(read.status).toBe(404)
    expect(read.headers.get('x-seraph-loginreason')).toBe(reason)
    const me = await jira.call('GET', '/rest/api/3/myself', { auth })
    expect([me.status, me.body]).toEqual([401, 'Client must be authenticated to access this resource.'])
    const write = await jira.call('PUT', '/rest/api/2/issue/SEC-1', { auth, body: { fields: { summary: 'x' } } })
    expect(write.status).toBe(401)
    expect((await jira.call('GET', '/rest/api/2/serverInfo', { auth })).body.deploymentType).toBe('Cloud')
  })

  test('people log in with the token too, and are the authors of what they do', async () => {
    const auth = basic('rdiaz@acme.example', jira.token)
    await jira.call('POST', '/rest/api/2/issue/SEC-1/comment', { auth, body: { body: 'hello' } })
    const { body } = await jira.call('GET', '/rest/api/2/issue/SEC-1/comment')
    expect(body.comments[0].author.displayName).toBe('Rosa Diaz')
  })

  test('an unknown path answers a problem document', async () => {
    const missing = await jira.call('GET', '/rest/api/3/nothing')
    expect([missing.status, missing.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ])
  })
})

describe('Data Center', () => {
  beforeEach(async () => {
    jira = await startJiraStage({ flavor: 'datacenter' })
    await jira.file()
  })

  test('a personal access token and a password both work, and users go by name and key', async () => {
    for (const auth of [`Bearer ${jira.token}`, basic('soarbridge', jira.token)]) {
      const me = await jira.call('GET', '/rest/api/2/myself', { auth })
      expect(me.status).toBe(200)
      expect(me.body).toMatchObject({ name: 'soarbridge', key: 'soarbridge' })
      expect(me.body).not.toHaveProperty('accountId')
    }
  })

  test('a wrong token is refused and REST v3 is unknown', async () => {
    const refused = await jira.call('GET', '/rest/api/2/myself', { auth: 'Bearer wrong' })
    expect([refused.status, refused.body['status-code']]).toEqual([401, 401])
    expect((await jira.call('GET', '/rest/api/2/issue/SEC-1', { auth: 'Bearer wrong' })).status).toBe(404)
    expect((await jira.call('GET', '/rest/api/3/myself')).status).toBe(404)
    expect((await jira.call('GET', '/rest/api/2/serverInfo')).body.deploymentType).toBe('Server')
  })
})
