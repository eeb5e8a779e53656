import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Entry, openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

const rosa = '5c0ffee00000000000000002'

let stage: Stage

beforeAll(async () => {
  const shipped = readFileSync(path.resolve('rules', 'jira.yaml'), 'utf8')
  const jiraRules = shipped.replace('- { from: components }', '- { from: watchers.accountId }')
  stage = await openStage({ bridge: { polling: { seconds: 0.05 }, jiraRules } })
}, 60_000)
afterAll(() => stage.close())

async function file(summary: string) {
  const { id, key } = await stage.jira.file({ summary, labels: ['vip'] })
  const links = () =>
    stage.rows<{ container: string }>(
      `select container_id as container from links where ticket_id = '${id}' and container_id is not null`,
    )
  await waitUntil('it is linked', () => links().length === 1)
  const containerId = links()[0]?.container ?? ''
  const container = async () => (await stage.soar.get(`/rest/container/${containerId}`)).body
  const remoteLinks = async () => (await stage.jira.call('GET', `/rest/api/2/issue/${id}/remotelink`)).body as Entry[]
  await waitUntil('it shows its container', async () => (await remoteLinks()).length === 1)
  return {
    id,
    key,
    containerId,
    container,
    remoteLinks,
    tags: async () => (await container()).tags.toSorted().join(),
    fields: async () => (await stage.jira.call('GET', `/rest/api/2/issue/${id}`)).body.fields,
    ask: (method: string, way: string, body?: unknown) =>
      stage.jira.call(method, `/rest/api/2/issue/${id}${way}`, body),
  }
}

/** Answers once the bridge has looked into SOAR twice more, and all that this led to is done. */
async function looksAgain(): Promise<void> {
  const countLooks = async () =>
    (await stage.soar.get('/_sandbox/requests')).body.requests.filter((one: Entry) => one.path === '/rest/approval')
      .length
  const looks = await countLooks()
  await waitUntil('it has looked again', async () => (await countLooks()) > looks + 2)
  await stage.quiet()
}

test('who watches a ticket is a tag in SOAR, never a label, and is gone there once nobody watches', async () => {
  const ticket = await file('Odd login')
  await ticket.ask('POST', '/watchers', rosa)
  await ticket.ask('PUT', '', { fields: { summary: 'Odd login, again' } })
  await waitUntil('the tag is there', async () => (await ticket.tags()) === `${rosa},vip`)
  await looksAgain()
  expect((await ticket.fields()).labels).toEqual(['vip'])

  // A tag that people add beside it goes to the ticket; that of the watcher stays where it is.
  await stage.soar.post(`/rest/container/${ticket.containerId}`, { tags: [rosa, 'vip', 'lure'] })
  await waitUntil('the label is there', async () => (await ticket.fields()).labels.length === 2)
  await looksAgain()
  expect((await ticket.fields()).labels.toSorted()).toEqual(['lure', 'vip'])

  await ticket.ask('DELETE', `/watchers?accountId=${rosa}`)
  await ticket.ask('POST', '/comment', { body: 'I have seen enough.' })
  await waitUntil('the tag is gone', async () => (await ticket.tags()) === 'lure,vip')
  await looksAgain()
  expect([await ticket.tags(), (await ticket.fields()).labels.toSorted().join()]).toEqual(['lure,vip', 'lure,vip'])
})

test('a ticket that moves keeps its container, which names its new key and address, and its one link', async () => {
  const ticket = await file('Beacon')
  const [before] = await ticket.remoteLinks()
  await stage.jira.call('POST', '/_sandbox/move', { id: ticket.id, project: 'OPS' })
  await waitUntil('the container has the new key', async () => /^OPS-\d+: /.test((await ticket.container()).name))
  await looksAgain()
  const { key } = (await stage.jira.call('GET', `/rest/api/2/issue/${ticket.id}`)).body
  const url = `${stage.jira.url}/browse/${key}`
  const about = `from links where ticket_id = '${ticket.id}'`
  expect(stage.rows(`select ticket_key, ticket_url, collection, container_id, state ${about}`)).toEqual([
    { ticket_key: key, ticket_url: url, collection: 'OPS', container_id: ticket.containerId, state: 'linked' },
  ])
  const artifacts = (await stage.artifacts()).filter(one => String(one.container) === ticket.containerId)
  expect(artifacts.filter(({ label }) => label === 'ticket').map(({ cef }) => cef)).toEqual([
    expect.objectContaining({ ticketKey: key, ticketUrl: url, ticketProject: 'OPS', ticketId: ticket.id }),
  ])
  expect(await ticket.remoteLinks()).toEqual([{ ...before, self: expect.any(String) }])

  // What SOAR does from here on reaches the ticket where it is now.
  await stage.soar.post(`/rest/container/${ticket.containerId}`, { severity: 'high' })
  await waitUntil('the priority is there', async () => (await ticket.fields()).priority.name === 'High')
  await waitUntil('the link shows it', async () => (await ticket.remoteLinks())[0]?.object.summary === 'new, high')
  expect(await ticket.remoteLinks()).toHaveLength(1)
})

test('a container that becomes a case is called so: by the link of a Jira ticket, by a work note of ServiceNow', async () => {
  const ticket = await file('Beacon again')
  const { sys_id } = await stage.servicenow.file({ short_description: 'Beacon once more' })
  const containers = () =>
    stage.rows<{ id: string }>(
      `select container_id as id from links where ticket_id = '${sys_id}' and state = 'linked'`,
    )
  await waitUntil('it is linked', () => containers().length === 1)
  const [{ id } = { id: '' }] = containers()
  const promote = (container: string) => stage.soar.post(`/rest/container/${container}`, { container_type: 'case' })
  const notes = async (): Promise<string[]> => {
    const query = encodeURIComponent(`element_id=${sys_id}^element=work_notes`)
    const { body } = await stage.servicenow.call('GET', `/api/now/table/sys_journal_field?sysparm_query=${query}`)
    return body.result.map(({ value }: Entry) => value)
  }
  await promote(id)
  await promote(ticket.containerId)
  await waitUntil('the work note is there', async () => (await notes()).length === 1)
  const title = async () => (await ticket.remoteLinks())[0]?.object.title
  await waitUntil('the title says it', async () => (await title()) === `Splunk SOAR: case ${ticket.containerId}`)
  await stage.soar.post(`/rest/container/${id}`, { description: 'A case now.' })
  await looksAgain()
  expect((await notes()).map(note => note.split('\n').slice(0, 3))).toEqual([
    ['[soarbridge] Activity in SOAR', '', 'promoted to a case'],
  ])
  expect((await ticket.fields()).comment.comments).toEqual([])
  expect((await stage.soar.get(`/rest/note?_filter_container=${id}`)).body.count).toBe(0)
})
