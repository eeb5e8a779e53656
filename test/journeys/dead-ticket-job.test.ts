import { setTimeout as sleep } from 'node:timers/promises'
import { openKey } from '../support/open-key'
import { type Entry, openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

let stage: Stage
let operator: string
let poison: { id: string; key: string }
let other: { id: string; key: string }
beforeAll(async () => {
  stage = await openStage({ bridge: { polling: { seconds: 0.2, collections: ['container', 'note'] } } })
  operator = await openKey(stage.bridge, 'bridge.operator')
  poison = await stage.jira.file({ summary: 'Refuses' })
  other = await stage.jira.file({ summary: 'Takes all' })
  const linked = () => stage.rows("select 1 from links where state = 'linked'").length === 2
  await waitUntil('both tickets are linked', linked)
  const refusal = { name: 'error', status: 400, body: { errorMessages: ['The workflow refuses it.'], errors: {} } }
  await stage.jira.call('POST', '/_sandbox/scenario', {
    ...refusal,
    method: 'POST',
    path: `/rest/api/3/issue/${poison.id}/transitions`,
  })
})
afterAll(() => stage.close())

async function ask(method: string, path: string): Promise<Entry> {
  const response = await fetch(`${stage.bridge.url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${operator}` },
  })
  return (await response.json()) as Entry
}

const containerOf = ({ id }: { id: string }) =>
  stage.rows<{ container: string }>(`select container_id as container from links where ticket_id = '${id}'`)[0]
    ?.container
const statusOf = async ({ id }: { id: string }) =>
  (await stage.jira.call('GET', `/rest/api/2/issue/${id}`)).body.fields.status.name

test('a status that the workflow refuses is dead with its reason, and holds neither another ticket nor the talk', async () => {
  await stage.soar.post(`/rest/container/${containerOf(poison)}`, { status: 'open' })
  await waitUntil('it is dead', () => stage.rows("select 1 from jobs where state = 'dead'").length === 1)
  await stage.soar.post(`/rest/container/${containerOf(other)}`, { status: 'open' })
  const finding = { title: 'Finding', content: 'It beacons.', note_type: 'general' }
  await stage.soar.post('/rest/note', { container_id: Number(containerOf(poison)), ...finding })
  await waitUntil('the other ticket moved on', async () => (await statusOf(other)) === 'In Progress')
  const comments = async () => (await stage.jira.call('GET', `/rest/api/2/issue/${poison.id}/comment`)).body.comments
  await waitUntil('the note is told', async () => (await comments()).length === 1)
  expect((await ask('GET', '/v1/jobs?state=dead')).items).toEqual([
    expect.objectContaining({ kind: 'update-ticket', reason: expect.stringContaining('400') }),
  ])
  expect(await statusOf(poison)).toBe('To Do')
})

test('its replay, one call, brings the ticket to what SOAR says', async () => {
  await stage.jira.call('POST', '/_sandbox/scenario', { name: 'clear' })
  const [dead] = (await ask('GET', '/v1/jobs?state=dead')).items
  expect((await ask('POST', `/v1/jobs/${dead.id}/replay`)).state).not.toBe('dead')
  await waitUntil('the ticket moved on', async () => (await statusOf(poison)) === 'In Progress')
  // Several looks into SOAR later both still say so.
  await sleep(700)
  await stage.quiet()
  expect((await stage.soar.get(`/rest/container/${containerOf(poison)}`)).body.status).toBe('open')
})
