import { type JiraStage, startJiraStage } from '../../support/jira-stage'

let jira: JiraStage
beforeEach(async () => {
  jira = await startJiraStage()
})
afterEach(() => jira.close())

test('a filed issue is read back by id and by key, with the fields and the nulls of a real one', async () => {
  const filed = await jira.file({
    description: 'From 203.0.113.7',
    labels: ['b', 'a'],
    customfield_10030: '203.0.113.7',
  })
  expect(filed).toEqual({ id: '10001', key: 'SEC-1', self: `${jira.url}/rest/api/2/issue/10001` })
  const byId = await jira.call('GET', '/rest/api/2/issue/10001')
  const byKey = await jira.call('GET', '/rest/api/2/issue/sec-1')
  expect(byKey.body).toEqual(byId.body)
  expect(Object.keys(byId.body.fields).length).toBeGreaterThan(40)
  expect(byId.body.fields).toMatchObject({
    summary: 'Odd login',
    description: 'From 203.0.113.7',
    labels: ['a', 'b'],
    customfield_10030: '203.0.113.7',
    customfield_10031: null,
    priority: { id: '3', name: 'Medium' },
    status: { name: 'To Do', statusCategory: { key: 'new' } },
    project: { key: 'SEC' },
    assignee: null,
    resolution: null,
    duedate: null,
  })
  expect(byId.body.fields.updated).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+1000$/)
})

test('v3 shows and takes documents where v2 shows and takes text', async () => {
  const description = {
    type: 'doc',
    version: 1,
    content: [
      {
        type: 'paragraph',
        content: [{ type: 'text', text: 'one' }, { type: 'hardBreak' }, { type: 'text', text: 'two' }],
      },
      { type: 'paragraph', content: [{ type: 'text', text: 'three' }] },
    ],
  }
  const fields = { project: { key: 'SEC' }, issuetype: { name: 'Bug' }, summary: 's', description }
  const filed = await jira.call('POST', '/rest/api/3/issue', { body: { fields } })
  expect(filed.status).toBe(201)
  expect((await jira.call('GET', '/rest/api/2/issue/SEC-1')).body.fields.description).toBe('one\ntwo\n\nthree')
  expect((await jira.call('GET', '/rest/api/3/issue/SEC-1')).body.fields.description).toEqual(description)
})

test.each([
  ['text in v3', '/rest/api/3/issue/SEC-1', { description: 'text' }, 'description'],
  [
    'a text node that is empty',
    '/rest/api/3/issue/SEC-1',
    { description: { type: 'doc', version: 1, content: [{ type: 'text', text: '' }] } },
    'description',
  ],
  [
    'a document in v2',
    '/rest/api/2/issue/SEC-1',
    { description: { type: 'doc', version: 1, content: [] } },
    'description',
  ],
  ['a field that is on no screen', '/rest/api/2/issue/SEC-1', { severity: 'high' }, 'severity'],
  ['an empty summary', '/rest/api/2/issue/SEC-1', { summary: '' }, 'summary'],
  ['a label with a blank', '/rest/api/2/issue/SEC-1', { labels: ['two words'] }, 'labels'],
  ['a priority that is not there', '/rest/api/2/issue/SEC-1', { priority: { name: 'Urgent' } }, 'priority'],
])('%s is refused by field, and nothing of the edit is kept', async (_what, path, fields, name) => {
  await jira.file()
  const refused = await jira.call('PUT', path, { body: { fields: { environment: null, ...fields } } })
  expect(refused.status).toBe(400)
  expect(refused.body.errorMessages).toEqual([])
  expect(Object.keys(refused.body.errors)).toEqual([name])
  expect((await jira.call('GET', '/rest/api/2/issue/SEC-1')).body.fields.summary).toBe('Odd login')
})

test('an issue without project, summary and type is refused with one message for each', async () => {
  const refused = await jira.call('POST', '/rest/api/2/issue', { body: { fields: {} } })
  expect(refused.status).toBe(400)
  expect(Object.keys(refused.body.errors).sort()).toEqual(['issuetype', 'project', 'summary'])
})

test('labels are added and removed by update, but not beside a plain set', async () => {
  await jira.file({ labels: ['old', 'kept'] })
  const update = { labels: [{ add: 'new' }, { add: 'kept' }, { remove: 'old' }] }
  expect((await jira.call('PUT', '/rest/api/2/issue/SEC-1', { body: { update } })).status).toBe(204)
  expect((await jira.call('GET', '/rest/api/2/issue/SEC-1')).body.fields.labels).toEqual(['kept', 'new'])
  const both = await jira.call('PUT', '/rest/api/2/issue/SEC-1', { body: { update, fields: { labels: [] } } })
  expect(both.body.errors.labels).toContain('cannot appear in both')
})

test('updated grows with every change, even within one millisecond', async () => {
  await jira.close()
  jira = await startJiraStage({ now: () => 1_760_000_000_000 })
  await jira.file()
  const moments: string[] = []
  for (const summary of ['a', 'b', 'c']) {
    await jira.call('PUT', '/rest/api/2/issue/SEC-1', { body: { fields: { summary } } })
    moments.push((await jira.call('GET', '/rest/api/2/issue/SEC-1')).body.fields.updated)
  }
  expect(moments).toEqual([...new Set(moments)].sort())
})

test('a transition leads to its status; one that is not open is refused, and so is a field without a screen', async () => {
  await jira.file()
  const open = await jira.call('GET', '/rest/api/2/issue/SEC-1/transitions')
  expect(open.body.transitions.map((t: { id: string; name: string }) => [t.id, t.name])).toEqual([
    ['21', 'In Progress'],
    ['31', 'Done'],
  ])
  const post = (body: unknown) => jira.call('POST', '/rest/api/2/issue/SEC-1/transitions', { body })
  expect((await post({ transition: { id: '11' } })).status).toBe(400)
  expect(
    (await post({ transition: { id: 31 }, fields: { resolution: { name: 'Done' } } })).body.errors.resolution,
  ).toBeDefined()
  expect((await post({ transition: { id: 31 } })).status).toBe(204)
  const done = await jira.call('GET', '/rest/api/2/issue/SEC-1')
  expect(done.body.fields).toMatchObject({ status: { name: 'Done' }, resolution: { name: 'Done' } })
  expect(done.body.fields.resolutiondate).not.toBeNull()
})

test('a move changes the key and keeps the id, and the old key still leads to the issue', async () => {
  const { id } = await jira.file()
  const moved = await jira.call('POST', '/_sandbox/move', { body: { id, project: 'OPS' } })
  expect(moved.body).toEqual({ id, key: 'OPS-1' })
  const byOldKey = await jira.call('GET', '/rest/api/2/issue/SEC-1')
  expect(byOldKey.body).toMatchObject({ id, key: 'OPS-1', fields: { project: { key: 'OPS' } } })
})

test('a deleted issue is not found, nor is one that never was', async () => {
  await jira.file()
  expect((await jira.call('DELETE', '/rest/api/2/issue/SEC-1')).status).toBe(204)
  for (const path of ['/rest/api/2/issue/SEC-1', '/rest/api/3/issue/4711']) {
    const missing = await jira.call('GET', path)
    expect(missing.status).toBe(404)
    expect(missing.body).toEqual({
      errorMessages: ['Issue does not exist or you do not have permission to see it.'],
      errors: {},
    })
  }
})

test('fields narrows the answer', async () => {
  await jira.file()
  const some = await jira.call('GET', '/rest/api/2/issue/SEC-1?fields=summary,status,nonsense')
  expect(Object.keys(some.body.fields).sort()).toEqual(['status', 'summary'])
  const most = await jira.call('GET', '/rest/api/2/issue/SEC-1?fields=*all,-comment')
  expect(most.body.fields.comment).toBeUndefined()
  expect(most.body.fields.worklog.maxResults).toBe(20)
})

test('many issues are read at once on Cloud, in the order of their ids, those that are not there left out', async () => {
  const [one, two] = [await jira.file(), await jira.file()]
  const issueIdsOrKeys = [two.id, one.key, two.key, '99999']
  const { status, body } = await jira.call('POST', '/rest/api/3/issue/bulkfetch', {
    body: { issueIdsOrKeys, fields: ['summary'] },
  })
  expect([status, body.issues.map(({ id }: { id: string }) => id)]).toEqual([200, [one.id, two.id]])
  expect(Object.keys(body.issues[0].fields)).toEqual(['summary'])
  expect((await jira.call('POST', '/rest/api/3/issue/bulkfetch', { body: { issueIdsOrKeys: [] } })).status).toBe(400)
})

test('Data Center finds nothing by ids that it does not know where it is told not to check the query', async () => {
  const dataCenter = await startJiraStage({ flavor: 'datacenter' })
  try {
    const { id } = await dataCenter.file()
    const search = (options: object) =>
      dataCenter.call('POST', '/rest/api/2/search', { body: { jql: `id in (${id}, 99999)`, ...options } })
    expect((await search({})).status).toBe(400)
    expect((await search({ validateQuery: false })).body).toMatchObject({ total: 1, issues: [{ id }] })
  } finally {
    await dataCenter.close()
  }
})
