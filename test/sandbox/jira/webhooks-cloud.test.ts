import { createHmac } from 'node:crypto'
import { type JiraStage, startJiraStage } from '../../support/jira-stage'
import type { ReceivedPush } from '../../support/push-receiver'

let jira: JiraStage
beforeEach(async () => {
  jira = await startJiraStage()
})
afterEach(() => jira.close())

const edit = (fields: Record<string, unknown>) => jira.call('PUT', '/rest/api/2/issue/SEC-1', { body: { fields } })
const sortByTime = (pushes: ReceivedPush[]) => pushes.map(({ body }) => body).sort((a, b) => a.timestamp - b.timestamp)

test('every push is signed over its raw bytes and identified', async () => {
  await jira.file({ summary: 'Größe ✓' })
  const [push] = await jira.pushes()
  const signature = createHmac('sha256', 'hush')
    .update(push?.raw ?? '')
    .digest('hex')
  expect(push?.headers).toMatchObject({
    'x-hub-signature': `sha256=${signature}`,
    'content-type': 'application/json; charset=UTF-8',
    'user-agent': 'Atlassian Webhook HTTP Client',
    'x-atlassian-webhook-identifier': expect.stringMatching(/^[0-9a-f]{32}$/),
    'x-atlassian-webhook-flow': 'Primary',
  })
  expect(push?.headers).not.toHaveProperty('x-atlassian-webhook-retry')
})

test('a creation tells the whole issue in the shape of REST v2, and what it was set to', async () => {
  await jira.file({ description: 'text', labels: ['phish'] })
  const [push] = await jira.pushes()
  expect(push?.body).toMatchObject({
    webhookEvent: 'jira:issue_created',
    issue_event_type_name: 'issue_created',
    user: { displayName: 'SOAR Bridge', accountType: 'atlassian' },
    issue: { id: '10001', key: 'SEC-1', self: `${jira.url}/rest/api/2/10001`, fields: { description: 'text' } },
  })
  expect(push?.body.issue.fields).not.toHaveProperty('comment')
  const items: { field: string; toString: string }[] = push?.body.changelog.items
  expect(items.find(({ field }) => field === 'labels')).toMatchObject({
    from: null,
    fromString: null,
    toString: 'phish',
  })
})

test('an update tells what changed, under the name of its kind', async () => {
  await jira.file()
  await edit({ priority: { name: 'Highest' }, components: [{ name: 'Network' }], customfield_10030: 'x' })
  await edit({ assignee: { accountId: '5c0ffee00000000000000003' } })
  await jira.call('POST', '/rest/api/2/issue/SEC-1/transitions', { body: { transition: { id: '21' } } })
  await jira.call('POST', '/_sandbox/move', { body: { id: 'SEC-1', project: 'OPS' } })
  const [, first, second, third, fourth] = sortByTime(await jira.pushes())
  expect(first).toMatchObject({ webhookEvent: 'jira:issue_updated', issue_event_type_name: 'issue_updated' })
  expect(first?.changelog).toEqual({
    id: expect.any(String),
    items: [
      {
        field: 'priority',
        fieldtype: 'jira',
        fieldId: 'priority',
        from: '3',
        fromString: 'Medium',
        to: '1',
        toString: 'Highest',
      },
      {
        field: 'Component',
        fieldtype: 'jira',
        fieldId: 'components',
        from: null,
        fromString: null,
        to: '10001',
        toString: 'Network',
      },
      {
        field: 'customfield_10030',
        fieldtype: 'custom',
        fieldId: 'customfield_10030',
        from: null,
        fromString: null,
        to: null,
        toString: 'x',
      },
    ],
  })
  expect(second).toMatchObject({ issue_event_type_name: 'issue_assigned' })
  expect(third).toMatchObject({ issue_event_type_name: 'issue_generic' })
  expect(fourth).toMatchObject({
    issue: { id: '10001', key: 'OPS-1' },
    changelog: { items: [{ field: 'project' }, { field: 'Key' }] },
  })
  expect(fourth?.changelog.items[1]).toMatchObject({ fromString: 'SEC-1', toString: 'OPS-1' })
})

test('an edit that changes nothing is not announced', async () => {
  await jira.file()
  await edit({ summary: 'Odd login', labels: [] })
  expect(await jira.pushes()).toHaveLength(1)
})

test('a comment is told with six fields of its issue, without a user, and not in an issue event', async () => {
  await jira.file()
  const path = '/rest/api/2/issue/SEC-1/comment'
  await jira.call('POST', path, { body: { body: 'one' } })
  await jira.call('PUT', `${path}/10001`, { body: { body: 'two' } })
  await jira.call('DELETE', `${path}/10001`)
  const told = sortByTime(await jira.pushes()).slice(1)
  expect(told.map(({ webhookEvent }) => webhookEvent)).toEqual([
    'comment_created',
    'comment_updated',
    'comment_deleted',
  ])
  for (const body of told) {
    expect(body).not.toHaveProperty('user')
    expect(body).toMatchObject({ comment: { id: '10001' }, issue: { id: '10001', key: 'SEC-1' } })
    expect(Object.keys(body.issue?.fields ?? {}).sort()).toEqual([
      'assignee',
      'issuetype',
      'priority',
      'project',
      'status',
      'summary',
    ])
  }
})

test('a deletion tells the issue as it was, without a type', async () => {
  await jira.file()
  await jira.call('DELETE', '/rest/api/2/issue/SEC-1')
  const deletion = sortByTime(await jira.pushes())[1]
  expect(deletion).toMatchObject({ webhookEvent: 'jira:issue_deleted', issue: { fields: { summary: 'Odd login' } } })
  expect(deletion).not.toHaveProperty('issue_event_type_name')
})

test('a refused push is sent again, byte for byte, under the same identifier and with a count', async () => {
  jira.receiver.answerNext(503, 429, 0)
  await jira.file()
  const pushes = await jira.pushes()
  expect(pushes.map(({ headers }) => headers['x-atlassian-webhook-retry'])).toEqual([undefined, '1', '2', '3'])
  expect(new Set(pushes.map(({ headers }) => headers['x-atlassian-webhook-identifier'])).size).toBe(1)
  expect(new Set(pushes.map(({ raw }) => raw.toString('hex'))).size).toBe(1)
  const ledger = (await jira.call('GET', '/_sandbox/ledger')).body.effects
  expect(ledger.map((entry: { status: number }) => entry.status).slice(1)).toEqual([503, 429, null, 200])
  expect(ledger[1]).toMatchObject({ effect: 'webhook.pushed', url: `${jira.receiver.url}/hook`, attempt: 1 })
})

test('after five retries a push is given up', async () => {
  jira.receiver.answerNext(...Array(9).fill(500))
  await jira.file()
  expect(await jira.pushes()).toHaveLength(6)
})

test('a push that is refused for good is not sent again', async () => {
  jira.receiver.answerNext(401)
  await jira.file()
  expect(await jira.pushes()).toHaveLength(1)
})

test('shuffled pushes overtake each other, but every one arrives', async () => {
  await jira.close()
  jira = await startJiraStage({ shuffle: true, seed: 5 })
  await Promise.all(Array.from({ length: 12 }, (_, i) => jira.file({ summary: `n${i}` })))
  const arrived = (await jira.pushes()).map(({ body }) => Number(body.issue.id))
  const filed = arrived.toSorted((a, b) => a - b)
  expect(new Set(filed).size).toBe(12)
  expect(arrived).not.toEqual(filed)
})

test('a webhook is registered and removed over REST, its secret never shown, its variables filled in', async () => {
  const body = {
    name: 'second',
    url: `${jira.receiver.url}/two?key=\${issue.key}`,
    events: ['comment_created'],
    secret: 's',
  }
  const registered = await jira.call('POST', '/rest/webhooks/1.0/webhook', { body })
  expect(registered.status).toBe(201)
  expect(registered.body).toMatchObject({ name: 'second', isSigned: true })
  expect(JSON.stringify(registered.body)).not.toContain('secret')
  await jira.file()
  await jira.call('POST', '/rest/api/2/issue/SEC-1/comment', { body: { body: 'x' } })
  const paths = (await jira.pushes()).map(({ path }) => path)
  expect(paths.filter(path => path === '/two?key=SEC-1')).toHaveLength(1)
  expect((await jira.call('DELETE', new URL(registered.body.self).pathname)).status).toBe(204)
})

test.each([
  ['jira', (body: ReceivedPush['body']) => body.issue],
  ['automation', (body: ReceivedPush['body']) => body],
])(
  'an automation rule sends the %s format: no event, numbers for ids, its own headers, once',
  async (format, findIssue) => {
    const { id } = await jira.file()
    jira.receiver.answerNext(200, 500)
    await jira.pushes()
    const order = { issueId: id, url: `${jira.receiver.url}/rule`, headers: { 'X-Bridge-Secret': 's' }, format }
    expect((await jira.call('POST', '/_sandbox/automation', { body: order })).status).toBe(202)
    const pushes = await jira.pushes()
    expect(pushes).toHaveLength(2)
    expect(pushes[1]).toMatchObject({ path: '/rule', headers: { 'x-bridge-secret': 's' } })
    expect(pushes[1]?.headers).not.toHaveProperty('x-hub-signature')
    expect(pushes[1]?.body).not.toHaveProperty('webhookEvent')
    expect(findIssue(pushes[1]?.body)).toMatchObject({ id: 10001, key: 'SEC-1', fields: { summary: 'Odd login' } })
  },
)
