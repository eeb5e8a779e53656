import { type JiraStage, startJiraStage } from '../../support/jira-stage'

let jira: JiraStage
afterEach(() => jira.close())

const basic = (user: string) => `Basic ${Buffer.from(`${user}:${jira.token}`).toString('base64')}`
const get = async (path: string, options = {}) => jira.call('GET', `/rest/api/2${path}`, options)

describe('Cloud', () => {
  beforeEach(async () => {
    jira = await startJiraStage()
  })

  test('people are found by words of their name, and known by account id', async () => {
    const found = (await get('/user/search?query=rosa')).body
    expect(found).toMatchObject([{ displayName: 'Rosa Diaz', accountType: 'atlassian', timeZone: 'America/New_York' }])
    expect(found[0]).not.toHaveProperty('name')
    expect((await get(`/user?accountId=${found[0].accountId}`)).body).toEqual(found[0])
    expect((await get('/user?accountId=nobody')).status).toBe(404)
    expect((await get('/user/search')).status).toBe(400)
    expect((await get('/user/picker?query=rosa')).body).toMatchObject({
      total: 1,
      users: [{ displayName: 'Rosa Diaz' }],
    })
  })

  test('groups are picked and their members paged', async () => {
    expect((await get('/groups/picker?query=users')).body.groups).toMatchObject([{ name: 'jira-software-users' }])
    const page = (await get('/group/member?groupname=jira-software-users&maxResults=2')).body
    expect(page).toMatchObject({ total: 3, isLast: false, values: [{}, {}] })
    expect(page.nextPage).toContain('startAt=2')
    expect((await get('/group/member?groupname=nobody')).status).toBe(404)
  })

  test('a restricted comment is there for those it is restricted to', async () => {
    await jira.file()
    const path = '/rest/api/2/issue/SEC-1/comment'
    const visibility = { type: 'group', value: 'jira-administrators' }
    await jira.call('POST', path, { body: { body: 'secret', visibility } })
    const auth = basic('sreed@acme.example')
    expect((await jira.call('GET', path)).body.comments).toMatchObject([{ visibility }])
    expect((await jira.call('GET', path, { auth })).body).toMatchObject({ total: 0, comments: [] })
    expect((await jira.call('GET', `${path}/10001`, { auth })).status).toBe(404)
    expect((await get('/issue/SEC-1?fields=comment', { auth })).body.fields.comment.total).toBe(0)
  })

  test('permissions are told for the keys asked for', async () => {
    const path = '/mypermissions?permissions=EDIT_ISSUES,ADMINISTER'
    expect((await get(path)).body.permissions.ADMINISTER.havePermission).toBe(true)
    const { permissions } = (await get(path, { auth: basic('sreed@acme.example') })).body
    expect(permissions).toMatchObject({ EDIT_ISSUES: { havePermission: true }, ADMINISTER: { havePermission: false } })
    expect((await get('/mypermissions')).status).toBe(400)
  })

  test('creation is described by project and type, a page at a time', async () => {
    const types = (await get('/issue/createmeta/SEC/issuetypes?maxResults=1&startAt=3')).body
    expect(types).toMatchObject({ total: 4, issueTypes: [{ id: '10007', name: 'Incident' }] })
    const { fields } = (await get('/issue/createmeta/10000/issuetypes/10007')).body
    const find = (id: string) => fields.find(({ fieldId }: { fieldId: string }) => fieldId === id)
    expect(find('summary')).toMatchObject({ required: true, schema: { type: 'string' } })
    expect(find('priority').allowedValues).toHaveLength(5)
    expect(find('customfield_10032')).toMatchObject({ required: false, name: 'Risk score', schema: { type: 'number' } })
    expect((await get('/issue/createmeta/NOPE/issuetypes')).status).toBe(404)
  })

  test.each([
    ['customfield_10032', 'seven', 'Operation value must be a number'],
    ['customfield_10030', 7, 'Operation value must be a string'],
    ['customfield_10021', 'x', 'data was not an array'],
    ['customfield_19999', 'x', /cannot be set. It is not on the appropriate screen/],
  ])('a custom field takes values of its type: %s', async (field, value, message) => {
    await jira.file()
    const refused = await jira.call('PUT', '/rest/api/2/issue/SEC-1', { body: { fields: { [field]: value } } })
    expect(refused.body.errors[field]).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message)
  })

  test('a text area is text in v2 and a document in v3', async () => {
    await jira.file({ customfield_10033: 'line' })
    expect((await get('/issue/SEC-1')).body.fields.customfield_10033).toBe('line')
    const { body } = await jira.call('GET', '/rest/api/3/issue/SEC-1')
    expect(body.fields.customfield_10033).toMatchObject({ type: 'doc' })
    const refused = await jira.call('PUT', '/rest/api/3/issue/SEC-1', { body: { fields: { customfield_10033: 'x' } } })
    expect(refused.status).toBe(400)
  })

  test('an issue is assigned to somebody, and to nobody', async () => {
    await jira.file()
    const put = (body: unknown) => jira.call('PUT', '/rest/api/2/issue/SEC-1/assignee', { body })
    expect((await put({ accountId: '5c0ffee00000000000000003' })).status).toBe(204)
    expect((await get('/issue/SEC-1')).body.fields.assignee.displayName).toBe('Sam Reed')
    expect((await put({ accountId: null })).status).toBe(204)
    expect((await get('/issue/SEC-1')).body.fields.assignee).toBeNull()
    expect((await put({ accountId: 'nobody' })).status).toBe(400)
  })

  test('issues are moved in bulk, all or none, and the task tells', async () => {
    await jira.file()
    const move = (names: string[]) => {
      const body = { targetToSourcesMapping: { 'OPS,10007': { issueIdsOrKeys: names } } }
      return jira.call('POST', '/rest/api/3/bulk/issues/move', { body })
    }
    expect((await move(['SEC-1', 'SEC-9'])).status).toBe(400)
    const { taskId } = (await move(['SEC-1'])).body
    expect((await jira.call('GET', `/rest/api/3/bulk/queue/${taskId}`)).body).toMatchObject({
      status: 'COMPLETE',
      processedAccessibleIssues: [10001],
    })
    expect((await get('/issue/SEC-1')).body).toMatchObject({ id: '10001', key: 'OPS-1' })
  })

  test('the changelog is paged from the oldest change on, and by id', async () => {
    await jira.file()
    for (const summary of ['a', 'b', 'c']) {
      await jira.call('PUT', '/rest/api/2/issue/SEC-1', { body: { fields: { summary } } })
    }
    const page = (await get('/issue/SEC-1/changelog?startAt=1&maxResults=1')).body
    expect(page).toMatchObject({ total: 3, isLast: false, values: [{ items: [{ field: 'summary', toString: 'b' }] }] })
    expect(page.nextPage).toContain('startAt=2')
    const [{ id, author }] = page.values
    expect(author.displayName).toBe('SOAR Bridge')
    const body = { changelogIds: [Number(id)] }
    const listed = await jira.call('POST', '/rest/api/2/issue/SEC-1/changelog/list', { body })
    expect(listed.body).toMatchObject({ total: 1, histories: [{ id }] })
  })

  test('a service desk comment is for the customer only where it says so', async () => {
    await jira.file()
    const path = '/rest/servicedeskapi/request/SEC-1/comment'
    expect((await jira.call('POST', path, { body: { body: 'x', public: false } })).status).toBe(201)
    expect((await jira.call('POST', path, { body: { body: 'x' } })).status).toBe(400)
    expect((await get('/issue/SEC-1/comment')).body.comments).toMatchObject([{ jsdPublic: false }])
  })

  test('the gateway of apps leads to the same site', async () => {
    const { cloudId } = (await jira.call('GET', '/_edge/tenant_info', { auth: null })).body
    const auth = `Bearer ${jira.oauth.accessToken}`
    const me = await jira.call('GET', `/ex/jira/${cloudId}/rest/api/3/myself`, { auth })
    expect([me.status, me.body.displayName]).toEqual([200, 'SOAR Bridge'])
  })
})

describe('Data Center', () => {
  test('people are found by user name, everybody by a dot', async () => {
    jira = await startJiraStage({ flavor: 'datacenter' })
    expect((await get('/user/search?username=.')).body).toHaveLength(3)
    expect((await get('/user/search?username=rosa')).body).toMatchObject([{ name: 'rdiaz', key: 'rdiaz' }])
    expect((await get('/user?username=rdiaz')).body).toMatchObject({ emailAddress: 'rdiaz@acme.example' })
    expect((await get('/user/search?query=rosa')).status).toBe(400)
  })

  test('a search goes by numbers, tells the total, and shows all fields unless told otherwise', async () => {
    jira = await startJiraStage({ flavor: 'datacenter' })
    for (const summary of ['a', 'b', 'c']) await jira.file({ summary })
    const { body } = await get('/search?jql=project%3DSEC%20order%20by%20key&startAt=1&maxResults=1')
    expect(body).toMatchObject({
      startAt: 1,
      maxResults: 1,
      total: 3,
      issues: [{ key: 'SEC-2', fields: { summary: 'b' } }],
    })
    const all = await jira.call('POST', '/rest/api/2/search', { body: { fields: ['summary'], maxResults: 0 } })
    expect(all.body).toMatchObject({ total: 3, issues: [] })
    const stranger = await get('/search?jql=project%3DSEC', { auth: 'Bearer expired' })
    expect([stranger.status, stranger.body.total]).toEqual([200, 0])
    expect((await get('/search?jql=order%20by%20nonsense')).body.errorMessages).toEqual([
      "Not able to sort using field 'nonsense'.",
    ])
    expect((await get('/issue/SEC-1/changelog')).status).toBe(404)
  })

  test('lists of creation metadata are called values', async () => {
    jira = await startJiraStage({ flavor: 'datacenter' })
    expect((await get('/issue/createmeta/SEC/issuetypes')).body).toMatchObject({
      total: 4,
      isLast: true,
      values: [{}, {}, {}, {}],
    })
    expect((await get('/issue/createmeta/SEC/issuetypes/10004')).body.values[0]).toMatchObject({ fieldId: 'summary' })
  })

  test('a wrong credential gets the login page, where the sandbox is told so', async () => {
    jira = await startJiraStage({ flavor: 'datacenter', wrongLogin: 'login-page' })
    const page = await get('/myself', { auth: 'Bearer expired' })
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect((await get('/myself')).body.name).toBe('soarbridge')
  })
})
