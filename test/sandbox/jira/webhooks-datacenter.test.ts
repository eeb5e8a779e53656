import { type JiraStage, startJiraStage } from '../../support/jira-stage'

let jira: JiraStage
beforeEach(async () => {
  jira = await startJiraStage({ flavor: 'datacenter' })
  await jira.file()
})
afterEach(() => jira.close())

const path = '/rest/api/2/issue/SEC-1/comment'
const readTold = async () => (await jira.pushes()).map(({ body }) => body).sort((a, b) => a.timestamp - b.timestamp)

test('a comment is told twice: without an issue, and as a change of the issue with all its comments', async () => {
  await jira.call('POST', path, { body: { body: 'one' } })
  await jira.call('POST', path, { body: { body: 'two' } })
  const told = (await readTold()).slice(1)
  const alone = told.filter(({ webhookEvent }) => webhookEvent === 'comment_created')
  const twins = told.filter(({ issue_event_type_name }) => issue_event_type_name === 'issue_commented')
  expect([alone.length, twins.length]).toEqual([2, 2])
  expect(alone[1]).not.toHaveProperty('issue')
  expect(alone[1]).not.toHaveProperty('user')
  expect(alone[1].comment.self).toBe(`${jira.url}/rest/api/2/issue/10001/comment/10002`)
  expect(twins[1]).toMatchObject({
    webhookEvent: 'jira:issue_updated',
    user: { name: 'soarbridge' },
    comment: { id: '10002' },
    issue: {
      self: `${jira.url}/rest/api/2/issue/10001`,
      fields: { comment: { total: 2 }, worklog: { maxResults: 20 } },
    },
  })
  expect(twins[1].timestamp).toBe(alone[1].timestamp + 10)
})

test('an edited and a deleted comment come with their user; the twin of a deletion has no comment', async () => {
  await jira.call('POST', path, { body: { body: 'one' } })
  await jira.call('PUT', `${path}/10001`, { body: { body: 'two' } })
  await jira.call('DELETE', `${path}/10001`)
  const told = await readTold()
  const find = (name: string) => told.find(body => name === body.webhookEvent || name === body.issue_event_type_name)
  expect(find('comment_updated')).toMatchObject({ user: { name: 'soarbridge' }, comment: { body: 'two' } })
  expect(find('comment_deleted')).toMatchObject({ user: { name: 'soarbridge' }, comment: { id: '10001' } })
  expect(find('issue_comment_edited')).toMatchObject({ comment: { body: 'two' } })
  expect(find('issue_comment_deleted')).toMatchObject({ issue: { fields: { comment: { total: 0 } } } })
  expect(find('issue_comment_deleted')).not.toHaveProperty('comment')
})

test('a push is neither identified nor sent again', async () => {
  await jira.pushes()
  jira.receiver.answerNext(503)
  await jira.call('PUT', '/rest/api/2/issue/SEC-1', { body: { fields: { summary: 'x' } } })
  const pushes = await jira.pushes()
  expect(pushes).toHaveLength(2)
  expect(pushes[1]?.headers).toHaveProperty('x-hub-signature')
  expect(pushes[1]?.headers).not.toHaveProperty('x-atlassian-webhook-identifier')
})

test('transitions go by the names of the workflow, and the changelog names no field ids', async () => {
  for (const id of ['21', '31', '11']) {
    await jira.call('POST', '/rest/api/2/issue/SEC-1/transitions', { body: { transition: { id } } })
  }
  const told = (await readTold()).slice(1)
  expect(told.map(body => body.issue_event_type_name)).toEqual([
    'issue_work_started',
    'issue_resolved',
    'issue_reopened',
  ])
  expect(told[0].changelog.items).toEqual([
    { field: 'status', fieldtype: 'jira', from: '10000', fromString: 'To Do', to: '3', toString: 'In Progress' },
  ])
})

test('a webhook may log in with Basic instead of signing', async () => {
  const { receiver } = jira
  const own = { url: `${receiver.url}/basic`, basic: { user: 'jira', password: 'pw' }, headers: { 'X-Extra': '1' } }
  const other = await startJiraStage({ flavor: 'datacenter', webhooks: [own] })
  try {
    await other.file()
    await other.pushes()
  } finally {
    await other.close()
  }
  const push = receiver.received.find(({ path }) => path === '/basic')
  expect(push?.headers).toMatchObject({ authorization: `Basic ${btoa('jira:pw')}`, 'x-extra': '1' })
  expect(push?.headers).not.toHaveProperty('x-hub-signature')
})
