import { openKey } from '../support/open-key'
import { postJira } from '../support/post-jira'
import { type Entry, openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

// Many looks into SOAR, on a busy machine.
jest.setTimeout(60_000)

let stage: Stage
let operator: string
beforeAll(async () => {
  stage = await openStage({ bridge: { polling: { seconds: 0.05 } } })
  operator = await openKey(stage.bridge, 'bridge.operator')
}, 60_000)
afterAll(() => stage.close())

interface Told {
  id: string
  key: string
  link: string
  container: string
}

const api = async (method: string, path: string, body?: object) => {
  const headers = { Authorization: `Bearer ${operator}`, 'Content-Type': 'application/json' }
  const response = await fetch(stage.bridge.url + path, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Entry }
}
const linkOf = async (key: string): Promise<Entry | undefined> =>
  (await api('GET', `/v1/links?ticketKey=${key}`)).body.items[0]

async function linked(filed: { id: string; key: string }): Promise<Told> {
  await waitUntil('it is linked', async () => (await linkOf(filed.key))?.state === 'linked')
  await stage.quiet()
  const link = await linkOf(filed.key)
  return { ...filed, link: link?.id, container: link?.containerId }
}
const file = async (fields: object) => linked(await stage.jira.file({ ...fields }))

async function join({ link, key }: Told, to: object, container: string): Promise<void> {
  expect(await api('POST', `/v1/links/${link}/join`, to)).toEqual({ status: 202, body: { status: 'accepted' } })
  await waitUntil('it is there', async () => (await linkOf(key))?.containerId === container)
  await stage.quiet()
}

const say = (key: string, body: string) => stage.jira.call('POST', `/rest/api/2/issue/${key}/comment`, { body })
const said = async (key: string): Promise<string[]> =>
  (await stage.jira.call('GET', `/rest/api/2/issue/${key}/comment`)).body.comments.map(({ body }: Entry) => body)
const fieldsOf = async (key: string) => (await stage.jira.call('GET', `/rest/api/2/issue/${key}`)).body.fields
const container = async (id: string) => (await stage.soar.get(`/rest/container/${id}`)).body
const ofContainer = async (id: string, what: string): Promise<Entry[]> =>
  (await stage.soar.list(`/rest/${what}`, { _filter_container: id, page_size: '0' })).body.data
const notes = async (id: string) => (await ofContainer(id, 'note')).map(({ content }) => content)
const has = (texts: readonly string[], part: string) => texts.filter(text => text.includes(part)).length

async function pair(): Promise<[Told, Told]> {
  const first = await file({ summary: 'Beacon', description: 'From 203.0.113.7', priority: { name: 'Low' } })
  const second = await file({ summary: 'The same', description: 'From 198.51.100.9', priority: { name: 'Medium' } })
  return [first, second]
}

test('what a joined ticket has is told to the container, and neither its fields nor those of the container change', async () => {
  const [first, second] = await pair()
  await say(second.key, 'Seen at the proxy.')
  await waitUntil('it is told', async () => has(await notes(second.container), 'Seen at the proxy.') === 1)
  await join(second, { link: first.link }, first.container)
  await waitUntil('it is told anew', async () => has(await notes(first.container), 'Seen at the proxy.') === 1)
  await waitUntil('the first ticket reads it', async () => has(await said(first.key), 'Seen at the proxy.') > 0)
  await stage.quiet()

  expect(await linkOf(second.key)).toMatchObject({ role: 'secondary', containerId: first.container, state: 'linked' })
  const artifacts = (await ofContainer(first.container, 'artifact')).map(
    ({ cef }) => cef.sourceAddress ?? cef.ticketKey,
  )
  expect(artifacts.sort()).toEqual(['198.51.100.9', '203.0.113.7', first.key, second.key].sort())
  expect(await container(first.container)).toMatchObject({ name: `${first.key}: Beacon`, severity: 'low' })
  expect(await fieldsOf(second.key)).toMatchObject({ summary: 'The same', priority: { name: 'Medium' } })
  // Each is told once: the ticket that was there hears of it as of any note, the other one said it itself.
  expect(has(await said(first.key), 'Seen at the proxy.')).toBe(1)
  expect(has(await said(second.key), 'Seen at the proxy.')).toBe(1)

  expect((await container(second.container)).tags).toContain('joined')
  expect(has(await notes(second.container), `${second.key} was joined to container ${first.container}.`)).toBe(1)
  expect(await stage.rows<Entry>(`select state from jobs where state = 'dead'`)).toEqual([])

  await api('POST', `/v1/links/${second.link}/join`, { link: first.link })
  await stage.quiet()
  expect(has(await notes(first.container), 'Seen at the proxy.')).toBe(1)
})

test('what is said in one ticket or in SOAR is read in all, once each, also where webhooks come again', async () => {
  const [first, second] = await pair()
  await join(second, { link: first.link }, first.container)
  await say(first.key, 'Blocked the sender.')
  await waitUntil('the other reads it', async () => has(await said(second.key), 'Blocked the sender.') === 1)
  await say(second.key, 'The user has a new password.')
  await waitUntil('the first reads it', async () => has(await said(first.key), 'new password') === 1)
  await stage.soar.post('/rest/note', { container_id: Number(first.container), title: 'Verdict', content: 'A lure.' })
  await waitUntil(
    'both read it',
    async () => has([...(await said(first.key)), ...(await said(second.key))], 'A lure.') === 2,
  )
  await stage.quiet()
  const deliveries = stage.rows<{ body: Buffer }>(
    `select body from receipts where connection = 'jira' and event like 'comment%'`,
  )
  for (const { body } of deliveries) {
    const again = { ...JSON.parse(body.toString('utf8')), timestamp: Date.now() }
    expect(await postJira(stage.bridge.url, JSON.stringify(again))).toMatchObject({ status: 202 })
  }
  // What is said last comes last: by then any echo would be there.
  await say(first.key, 'That is all.')
  await waitUntil('the other reads that', async () => has(await said(second.key), 'That is all.') === 1)
  await stage.quiet()

  for (const text of ['Blocked the sender.', 'new password', 'A lure.', 'That is all.']) {
    expect([text, has(await said(first.key), text), has(await said(second.key), text)]).toEqual([text, 1, 1])
    expect([text, has(await notes(first.container), text)]).toEqual([text, 1])
  }
})

test('one ticket says what the fields are, and closing in SOAR closes all', async () => {
  const [first, second] = await pair()
  const { sys_id, number } = await stage.servicenow.file({ short_description: 'The same once more' })
  const third = await linked({ id: String(sys_id), key: String(number) })
  await join(second, { link: first.link }, first.container)
  await join(third, { link: second.link }, first.container)

  await stage.jira.call('PUT', `/rest/api/2/issue/${second.key}`, { fields: { priority: { name: 'Highest' } } })
  await say(second.key, 'I think that this is grave.')
  await waitUntil('that is told', async () => has(await notes(first.container), 'this is grave') === 1)
  await stage.quiet()
  expect(await container(first.container)).toMatchObject({ severity: 'low' })
  await stage.jira.call('PUT', `/rest/api/2/issue/${first.key}`, { fields: { priority: { name: 'Medium' } } })
  await waitUntil('SOAR has it', async () => (await container(first.container)).severity === 'medium')
  await waitUntil('the others have it', async () => (await fieldsOf(second.key)).priority.name === 'Medium')
  await stage.soar.post(`/rest/container/${first.container}`, { status: 'closed' })
  for (const { key } of [first, second])
    await waitUntil(`${key} is closed`, async () => (await fieldsOf(key)).status.name === 'Done')
  const stateOf = async () =>
    (await stage.servicenow.call('GET', `/api/now/table/incident/${third.id}`)).body.result.state
  await waitUntil('the incident is resolved', async () => ['6', '7'].includes(await stateOf()))
  await stage.quiet()
  expect(await container(first.container)).toMatchObject({
    severity: 'medium',
    status: 'closed',
    name: `${first.key}: Beacon`,
  })
  expect(stage.rows(`select state from jobs where state = 'dead'`)).toEqual([])
})

test('a container that people made gets a ticket: its fields stay until one side says something new', async () => {
  const made = await stage.soar.post('/rest/container', {
    ...{ name: 'Found by hand', label: 'events', severity: 'high', status: 'open', tags: ['hunt'] },
    source_data_identifier: 'hunt-1',
  })
  const id = String(made.body.id)
  const ticket = await file({ summary: 'Beacon', priority: { name: 'Low' }, labels: ['proxy'] })
  await join(ticket, { container: id }, id)
  expect(await linkOf(ticket.key)).toMatchObject({ role: 'primary', containerId: id })
  expect(await container(id)).toMatchObject({ name: 'Found by hand', severity: 'high', status: 'open' })
  expect((await container(id)).tags.toSorted()).toEqual(['hunt', 'proxy'])
  expect(await fieldsOf(ticket.key)).toMatchObject({ priority: { name: 'Low' }, status: { name: 'To Do' } })

  await say(ticket.key, 'Looking into it.')
  await waitUntil('it is a note', async () => has(await notes(id), 'Looking into it.') === 1)
  await stage.jira.call('PUT', `/rest/api/2/issue/${ticket.key}`, { fields: { priority: { name: 'Medium' } } })
  await waitUntil('the container has it', async () => (await container(id)).severity === 'medium')
  await stage.soar.post(`/rest/container/${id}`, { status: 'closed' })
  await waitUntil('the ticket is closed', async () => (await fieldsOf(ticket.key)).status.name === 'Done')

  expect(await api('POST', `/v1/links/${ticket.link}/part`)).toMatchObject({ status: 202 })
  await waitUntil('it has its own again', async () => (await linkOf(ticket.key))?.containerId === ticket.container)
  await stage.quiet()
  expect((await container(ticket.container)).tags.toSorted()).toEqual(['hunt', 'proxy'])
  expect(has(await notes(ticket.container), 'Looking into it.')).toBe(1)
})
