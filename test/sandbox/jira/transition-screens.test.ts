import { type JiraStage, startJiraStage } from '../../support/jira-stage'

let jira: JiraStage
beforeEach(async () => {
  jira = await startJiraStage({
    screens: { Done: { resolution: 'required', customfield_10031: 'required', comment: 'optional' } },
  })
  await jira.file()
})
afterEach(() => jira.close())

const path = '/rest/api/2/issue/SEC-1/transitions'
const post = (body: unknown) => jira.call('POST', path, { body })

test('a transition shows the fields of its screen to those who ask', async () => {
  const plain = (await jira.call('GET', path)).body.transitions
  expect(plain.map(({ hasScreen }: { hasScreen: boolean }) => hasScreen)).toEqual([false, true])
  expect(plain[1]).not.toHaveProperty('fields')
  const shown = (await jira.call('GET', `${path}?expand=transitions.fields&transitionId=31`)).body.transitions
  expect(shown).toHaveLength(1)
  expect(shown[0].fields).toMatchObject({
    resolution: { required: true, operations: ['set'], allowedValues: [{ name: 'Done' }, {}, {}, {}] },
    customfield_10031: { required: true, name: 'Affected host', schema: { type: 'string', customId: 10031 } },
    comment: { required: false },
  })
})

test('what the screen demands must be there, by the name of the field', async () => {
  const refused = await post({ transition: { id: '31' }, fields: { resolution: { name: 'Duplicate' } } })
  expect([refused.status, refused.body.errors]).toEqual([400, { customfield_10031: 'Affected host is required.' }])
  const unknown = { resolution: { name: 'Perhaps' }, customfield_10031: 'ws-1' }
  expect((await post({ transition: { id: '31' }, fields: unknown })).body.errors).toHaveProperty('resolution')
  expect((await jira.call('GET', '/rest/api/2/issue/SEC-1')).body.fields.status.name).toBe('To Do')
})

test('with all it demands, a transition sets its fields and takes its comment', async () => {
  const fields = { resolution: { name: 'False Positive' }, customfield_10031: 'ws-1' }
  const update = { comment: [{ add: { body: 'benign' } }] }
  expect((await post({ transition: { id: '31' }, fields, update })).status).toBe(204)
  const { body } = await jira.call('GET', '/rest/api/2/issue/SEC-1')
  expect(body.fields).toMatchObject({
    status: { name: 'Done' },
    resolution: { name: 'False Positive' },
    customfield_10031: 'ws-1',
    comment: { comments: [{ body: 'benign' }] },
  })
  expect((await post({ transition: { id: '11' } })).status).toBe(204)
  expect((await jira.call('GET', '/rest/api/2/issue/SEC-1')).body.fields.resolution).toBeNull()
})

test('where there is no screen, a comment is dropped in silence and a field is refused', async () => {
  const update = { comment: [{ add: { body: 'lost' } }] }
  expect((await post({ transition: { id: '21' }, update })).status).toBe(204)
  expect((await jira.call('GET', '/rest/api/2/issue/SEC-1/comment')).body.total).toBe(0)
  expect((await post({ transition: { id: '11' }, fields: { summary: 'x' } })).body.errors).toHaveProperty('summary')
})
