import { type JiraStage, startJiraStage } from '../../support/jira-stage'

let jira: JiraStage
let now = Date.parse('2026-03-04T10:00:00Z')
const stage = async (options = {}) => {
  now = Date.parse('2026-03-04T10:00:00Z')
  jira = await startJiraStage({ now: () => now, ...options })
}
afterEach(() => jira.close())

const search = async (body: Record<string, unknown>) => jira.call('POST', '/rest/api/3/search/jql', { body })
const listKeys = async (jql: string) => {
  const { status, body } = await search({ jql, fields: ['key', 'summary'] })
  return status === 200 ? body.issues.map((issue: { key: string }) => issue.key) : body.errorMessages
}

describe('with three issues', () => {
  beforeEach(async () => {
    await stage()
    await jira.file({ summary: 'Phishing mail from bank', labels: ['phish', 'mail'], priority: { name: 'High' } })
    now += 60_000
    await jira.file({ summary: 'Odd login', project: { key: 'OPS' }, customfield_10030: '203.0.113.7' })
    now += 60_000
    await jira.file({ summary: 'Disk full', labels: ['disk'], customfield_10032: 7 })
    await jira.call('POST', '/rest/api/2/issue/SEC-2/comment', { body: { body: 'seen beside the bank holiday' } })
  })

  test.each([
    ['project = SEC', ['SEC-1', 'SEC-2']],
    ['project in (SEC, "Operations") AND project != ops', ['SEC-1', 'SEC-2']],
    ['key = SEC-1 or id in (10002)', ['SEC-1', 'OPS-1']],
    ['issuekey > SEC-1', ['SEC-2']],
    ['status = "To Do" and not (labels = phish)', ['OPS-1', 'SEC-2']],
    ['statusCategory != Done and labels in (phish, disk)', ['SEC-1', 'SEC-2']],
    ['labels not in (phish)', ['SEC-2']],
    ['labels is EMPTY', ['OPS-1']],
    ['labels is not null', ['SEC-1', 'SEC-2']],
    ['assignee is empty and reporter = currentUser()', ['SEC-1', 'OPS-1', 'SEC-2']],
    ['summary ~ "bank phishing"', ['SEC-1']],
    ['text ~ bank', ['SEC-1', 'SEC-2']],
    ['text ~ "ban*" and text !~ mail', ['SEC-2']],
    ['text ~ "\\"bank holiday\\""', ['SEC-2']],
    ['"Source address" ~ "203.0.113.7"', ['OPS-1']],
    ['cf[10032] >= 7', ['SEC-2']],
    ['priority = High || priority = 3 && project = OPS', ['SEC-1', 'OPS-1']],
    ['updated >= "2026/03/04 20:01"', ['OPS-1', 'SEC-2']],
    ['created < "2026-03-04 20:01"', ['SEC-1']],
    ['created >= -1m', ['OPS-1', 'SEC-2']],
    ['created > 1772618460000', ['SEC-2']],
    ['created >= startOfDay() and created <= now()', ['SEC-1', 'OPS-1', 'SEC-2']],
  ])('%s finds the right ones', async (jql, keys) => {
    expect(await listKeys(`${jql} order by created asc`)).toEqual(keys)
  })

  test.each([
    ['severity = 1', "Field 'severity' does not exist or you do not have permission to view it."],
    ['project = NOPE', "The value 'NOPE' does not exist for the field 'project'."],
    ['key = SEC-9', "An issue with key 'SEC-9' does not exist for field 'key'."],
    ['summary = x', "The operator '=' is not supported by the 'summary' field."],
    ['updated > yesterday', /^Date value 'yesterday' for field 'updated' is invalid/],
    ['project = ', /Expecting either a value, list or function but got the end of the query/],
    ['project SEC', /Expecting operator but got 'SEC'. \(line 1, character 9\)/],
    ['project = SEC status = Done', /Expecting either 'OR' or 'AND' but got 'status'/],
    ['(project = SEC', /Expecting '\)'/],
    ['summary ~ "open', /quoted string 'open' has not been completed/],
    ['summary ~ a@b', /'@' is a reserved JQL character/],
  ])('%s is refused as Jira does', async (jql, message) => {
    const refused = await search({ jql })
    expect(refused.status).toBe(400)
    expect(refused.body.errors).toEqual({})
    expect(refused.body.errorMessages[0]).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message)
  })

  test('a query nested beyond reason is refused', async () => {
    for (const opening of ['(', 'not ']) {
      const refused = await search({ jql: `${opening.repeat(20_000)}project = SEC` })
      expect(refused.body.errorMessages[0]).toContain('nested too deeply')
    }
  })

  test('pages follow each other by token, and the last has none', async () => {
    const asked = { jql: 'status = "To Do" order by key asc', maxResults: 2, fields: ['summary'] }
    const first = (await search(asked)).body
    expect(first).toMatchObject({ isLast: false, issues: [{ key: 'OPS-1' }, { key: 'SEC-1' }] })
    expect(first).not.toHaveProperty('total')
    const last = (await search({ ...asked, nextPageToken: first.nextPageToken })).body
    expect(last).toMatchObject({ isLast: true, issues: [{ key: 'SEC-2' }] })
    expect(last).not.toHaveProperty('nextPageToken')
  })

  test('an issue that changes while paging is met again, and none is missed', async () => {
    const asked = { jql: 'project in (SEC, OPS) order by updated asc', maxResults: 1, fields: ['key'] }
    const first = (await search(asked)).body
    now += 60_000
    await jira.call('PUT', '/rest/api/2/issue/SEC-1', { body: { fields: { summary: 'changed' } } })
    const met = [first.issues[0].key]
    for (let token = first.nextPageToken; token !== undefined; ) {
      const { body } = await search({ ...asked, nextPageToken: token })
      met.push(body.issues[0].key)
      token = body.nextPageToken
    }
    expect(met).toEqual(['SEC-1', 'OPS-1', 'SEC-2', 'SEC-1'])
  })

  test('a token of another query, or of last week, is refused', async () => {
    const asked = { jql: 'project = SEC', maxResults: 1 }
    const { nextPageToken } = (await search(asked)).body
    expect((await search({ jql: 'project = OPS', nextPageToken })).status).toBe(400)
    now += 8 * 24 * 60 * 60 * 1000
    expect((await search({ ...asked, nextPageToken })).status).toBe(400)
    expect((await search({ ...asked, nextPageToken: 'bm9uc2Vuc2U' })).status).toBe(400)
  })

  test('without fields only ids come; fields, names and properties come on request', async () => {
    await jira.call('PUT', '/rest/api/2/issue/SEC-1/properties/soarbridge', { body: { op: 'x' } })
    expect((await search({ jql: 'key = SEC-1' })).body.issues).toEqual([{ id: '10001' }])
    const asked = {
      jql: 'key = SEC-1',
      fields: ['*all'],
      properties: ['soarbridge', 'other'],
      expand: 'names,changelog',
    }
    const [issue] = (await search(asked)).body.issues
    expect(issue).toMatchObject({
      key: 'SEC-1',
      properties: { soarbridge: { op: 'x' } },
      fields: { summary: 'Phishing mail from bank', description: null },
      changelog: { total: 0 },
    })
  })

  test('the same search works by address, where lists are parted by commas', async () => {
    const jql = encodeURIComponent('project = SEC order by key desc')
    const { body } = await jira.call('GET', `/rest/api/2/search/jql?jql=${jql}&fields=summary,status&maxResults=1`)
    expect(body.issues).toMatchObject([{ key: 'SEC-2', fields: { summary: 'Disk full', status: { name: 'To Do' } } }])
  })

  test('times are read in the time zone of whoever asks', async () => {
    const auth = `Basic ${Buffer.from(`sreed@acme.example:${jira.token}`).toString('base64')}`
    const body = { jql: 'created < "2026-03-04 11:01" order by key', fields: ['key'] }
    const { body: found } = await jira.call('POST', '/rest/api/3/search/jql', { body, auth })
    expect(found.issues.map(({ key }: { key: string }) => key)).toEqual(['SEC-1'])
  })

  test('a stranger finds nothing, with 200, and only a header tells', async () => {
    for (const auth of [null, 'Basic bm90Omdvb2Q=']) {
      const answer = await jira.call('POST', '/rest/api/3/search/jql', { auth, body: { jql: 'project = SEC' } })
      expect([answer.status, answer.body]).toEqual([200, { issues: [], isLast: true }])
      expect(answer.headers.get('x-seraph-loginreason')).toBe(auth === null ? null : 'AUTHENTICATED_FAILED')
    }
  })

  test('the count of a query is told apart from its issues', async () => {
    const body = { jql: 'project = SEC' }
    expect((await jira.call('POST', '/rest/api/3/search/approximate-count', { body })).body).toEqual({ count: 2 })
  })

  test.each([
    ['', /Unbounded JQL/],
    ['order by created', /Unbounded JQL/],
  ])('a query that restricts nothing is refused: "%s"', async (jql, message) => {
    expect((await search({ jql })).body.errorMessages[0]).toMatch(message)
  })

  test.each([{ startAt: 0 }, { maxResults: 'many' }, { fields: 'summary' }, { reconcileIssues: ['10001'] }])(
    'a request that the document does not know is refused: %j',
    async extra => {
      expect((await search({ jql: 'project = SEC', ...extra })).status).toBe(400)
    },
  )

  test('the search of old is gone', async () => {
    const gone = await jira.call('GET', '/rest/api/2/search?jql=project=SEC')
    expect([gone.status, gone.body.errorMessages[0]]).toEqual([410, expect.stringContaining('/rest/api/3/search/jql')])
  })
})

describe('with an index that lags', () => {
  beforeEach(() => stage({ indexDelayMs: 5000 }))

  test('a change is found once the index has caught up, unless the issue is named for reconciliation', async () => {
    const { id } = await jira.file({ labels: ['new'] })
    const asked = { jql: 'labels = new', fields: ['key'] }
    expect((await search(asked)).body.issues).toEqual([])
    expect((await search({ ...asked, reconcileIssues: [Number(id)] })).body.issues).toHaveLength(1)
    now += 5000
    expect((await search(asked)).body.issues).toHaveLength(1)
    await jira.call('PUT', `/rest/api/2/issue/${id}`, { body: { fields: { labels: [] } } })
    expect((await search(asked)).body.issues).toHaveLength(1)
    await jira.call('DELETE', `/rest/api/2/issue/${id}`)
    now += 5000
    expect((await search({ jql: 'project = SEC' })).body.issues).toEqual([])
  })
})

test('what a person may not see is neither found nor there', async () => {
  const projects = [
    { key: 'SEC', name: 'Security', readers: ['soarbridge'] },
    { key: 'OPS', name: 'Operations' },
  ]
  await stage({ projects })
  await jira.file()
  const auth = `Basic ${Buffer.from(`sreed@acme.example:${jira.token}`).toString('base64')}`
  const found = await jira.call('POST', '/rest/api/3/search/jql', { auth, body: { jql: 'status = "To Do"' } })
  expect(found.body.issues).toEqual([])
  expect((await jira.call('GET', '/rest/api/3/issue/SEC-1', { auth })).status).toBe(404)
  expect((await jira.call('GET', '/rest/api/3/project/SEC', { auth })).status).toBe(404)
  expect((await jira.call('GET', '/rest/api/3/project', { auth })).body).toHaveLength(1)
})
