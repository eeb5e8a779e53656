import { type JiraStage, startJiraStage } from '../../support/jira-stage'

let jira: JiraStage
const path = '/rest/api/2/issue/SEC-1/comment'
beforeEach(async () => {
  jira = await startJiraStage()
  await jira.file()
})
afterEach(() => jira.close())

test('a comment is posted, listed, edited and deleted', async () => {
  const posted = await jira.call('POST', path, { body: { body: 'seen at 198.51.100.4' } })
  expect(posted.status).toBe(201)
  expect(posted.headers.get('location')).toBe(`${jira.url}/rest/api/2/issue/10001/comment/10001`)
  expect(posted.body).toMatchObject({ id: '10001', body: 'seen at 198.51.100.4', jsdPublic: true })
  const edited = await jira.call('PUT', `${path}/10001`, { body: { body: 'never mind' } })
  expect(edited.body.body).toBe('never mind')
  const listed = await jira.call('GET', path)
  expect(listed.body).toMatchObject({ startAt: 0, total: 1, comments: [{ id: '10001', body: 'never mind' }] })
  expect((await jira.call('DELETE', `${path}/10001`)).status).toBe(204)
  expect((await jira.call('GET', `${path}/10001`)).status).toBe(404)
})

test('the newest comments come first where asked for, a page at a time', async () => {
  for (const body of ['one', 'two', 'three']) await jira.call('POST', path, { body: { body } })
  const page = await jira.call('GET', `${path}?orderBy=-created&startAt=1&maxResults=1`)
  expect(page.body).toMatchObject({ startAt: 1, maxResults: 1, total: 3, comments: [{ body: 'two' }] })
})

test('properties are kept and shown only on request; one of them hides a comment from customers', async () => {
  const properties = [{ key: 'sd.public.comment', value: { internal: true } }]
  const posted = await jira.call('POST', path, { body: { body: 'x', properties } })
  expect(posted.body.jsdPublic).toBe(false)
  expect((await jira.call('GET', `${path}/10001`)).body.properties).toBeUndefined()
  expect((await jira.call('GET', `${path}/10001?expand=properties`)).body.properties).toEqual(properties)
})

test('Cloud lists comments by their ids, with properties where asked for; unknown ids are left out', async () => {
  const properties = [{ key: 'soarbridge.op', value: { id: 'x' } }]
  await jira.call('POST', path, { body: { body: 'one', properties } })
  await jira.call('POST', path, { body: { body: 'two' } })
  const body = { ids: [10001, 4711] }
  const listed = await jira.call('POST', '/rest/api/3/comment/list?expand=properties', { body })
  expect(listed.body).toMatchObject({ total: 1, isLast: true, values: [{ id: '10001', properties }] })
  const plain = await jira.call('POST', '/rest/api/2/comment/list', { body })
  expect(plain.body.values).toEqual([expect.not.objectContaining({ properties })])
  expect((await jira.call('POST', '/rest/api/2/comment/list', { body: {} })).status).toBe(400)
})

test.each([
  ['/rest/api/3/issue/SEC-1/comment', { body: 'plain text' }, 'Comment body is not valid!'],
  ['/rest/api/2/issue/SEC-1/comment', { body: { type: 'doc', version: 1, content: [] } }, 'Comment body is not valid!'],
  ['/rest/api/2/issue/SEC-1/comment', {}, 'Comment body can not be empty!'],
  ['/rest/api/2/issue/SEC-1/comment', { body: ' ' }, 'Comment body can not be empty!'],
  [
    '/rest/api/2/issue/SEC-1/comment',
    { body: 'x'.repeat(32_768) },
    'The entered text is too long. It exceeds the allowed limit of 32,767 characters.',
  ],
])('a comment that is no comment is refused by field: %s', async (at, body, comment) => {
  const refused = await jira.call('POST', at, { body })
  expect(refused.status).toBe(400)
  expect(refused.body).toEqual({ errorMessages: [], errors: { comment } })
})
