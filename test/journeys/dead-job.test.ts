import { openKey } from '../support/open-key'
import { openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
  await waitUntil('SOAR is open', () => stage.events('connection.resumed').some(line => line.connection === 'soar'))
})
afterEach(() => stage.close())

const refusal = { name: 'error', status: 400, body: { failed: true, message: 'This one is refused.' }, method: 'POST' }

interface JobView {
  id: string
  state: string
}

async function call(
  method: string,
  path: string,
  key: string,
): Promise<{ status: number; body: { items: JobView[] } & JobView }> {
  const response = await fetch(`${stage.bridge.url}${path}`, { method, headers: { Authorization: `Bearer ${key}` } })
  return { status: response.status, body: (await response.json()) as { items: JobView[] } & JobView }
}

test('a refused creation holds its ticket only, and a replay delivers it with what came after, in order', async () => {
  await stage.soar.scenario({ ...refusal, path: '/rest/container', times: 1 })
  const { key: refused } = await stage.jira.file({ summary: 'Refused' })
  await waitUntil('it is dead', () => stage.rows("select 1 from jobs where state = 'dead'").length === 1)
  await stage.jira.call('PUT', `/rest/api/2/issue/${refused}`, { fields: { summary: 'Refused, then changed' } })
  const { key: other } = await stage.jira.file({ summary: 'Another ticket' })
  await waitUntil('the other ticket passed', async () => (await stage.containers()).length === 1)
  expect((await stage.containers())[0]?.name).toBe(`${other}: Another ticket`)

  const operator = await openKey(stage.bridge, 'bridge.operator')
  const dead = (await call('GET', '/v1/jobs?state=dead', operator)).body.items
  expect(dead).toEqual([
    expect.objectContaining({ kind: 'create-container', reason: expect.stringContaining('refused') }),
  ])
  expect((await call('POST', `/v1/jobs/${dead[0]?.id}/replay`, operator)).body.state).not.toBe('dead')
  await stage.quiet()
  const names = (await stage.containers()).map(container => container.name)
  expect(names).toEqual([`${other}: Another ticket`, `${refused}: Refused, then changed`])
  expect((await call('POST', `/v1/jobs/${dead[0]?.id}/replay`, operator)).status).toBe(409)
})

test('after a discarded creation the next change of the ticket creates its container', async () => {
  await stage.soar.scenario({ ...refusal, path: '/rest/container', times: 1 })
  const { key } = await stage.jira.file({ summary: 'Refused' })
  await waitUntil('it is dead', () => stage.rows("select 1 from jobs where state = 'dead'").length === 1)
  const operator = await openKey(stage.bridge, 'bridge.operator')
  const [dead] = (await call('GET', '/v1/jobs?state=dead', operator)).body.items
  expect((await call('POST', `/v1/jobs/${dead?.id}/discard`, operator)).body.state).toBe('discarded')
  await stage.jira.call('PUT', `/rest/api/2/issue/${key}`, { fields: { summary: 'Changed later' } })
  await stage.quiet()
  expect((await stage.containers()).map(container => container.name)).toEqual([`${key}: Changed later`])
})

test('a viewer may look and not act', async () => {
  const viewer = await openKey(stage.bridge, 'bridge.viewer')
  expect((await call('GET', '/v1/jobs', viewer)).status).toBe(200)
  expect((await call('POST', '/v1/jobs/0190b2a0-0000-7000-8000-000000000001/replay', viewer)).status).toBe(403)
})
