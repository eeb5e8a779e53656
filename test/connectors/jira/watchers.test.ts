import type { JiraConnector } from '../../../src/connectors/jira'
import { failureOf } from '../../support/http-client-stage'
import { connectJira } from '../../support/jira-connector'
import { type JiraStage, startJiraStage } from '../../support/jira-stage'

const rosa = { cloud: '5c0ffee00000000000000002', datacenter: 'rdiaz' } as const

let jira: JiraStage
afterEach(() => jira.close())

async function open(flavor: 'cloud' | 'datacenter', readsWatchers = true) {
  jira = await startJiraStage({ flavor })
  const { id } = await jira.file()
  const connector = connectJira(jira, flavor, { readsWatchers })
  const watch = () => jira.call('POST', `/rest/api/2/issue/${id}/watchers`, { body: rosa[flavor] })
  return { id, connector, watch }
}

async function callsOf(work: () => Promise<unknown>): Promise<string[]> {
  const requests = async () => (await jira.call('GET', '/_sandbox/requests')).body.requests
  const before = (await requests()).length
  await work()
  return (await requests()).slice(before).map(({ method, path }: Record<string, string>) => `${method} ${path}`)
}

const read = (connector: JiraConnector, id: string) => connector.readTicket({ id })

describe.each(['cloud', 'datacenter'] as const)('on %s, a ticket that is read', flavor => {
  test('tells who watches it, by one more call, and without addresses of pictures', async () => {
    const { id, connector, watch } = await open(flavor)
    await watch()
    const calls = await callsOf(async () => {
      const [person, ...others] = ((await read(connector, id))?.fields.watchers ?? []) as Record<string, unknown>[]
      expect(others).toEqual([])
      expect(person).toMatchObject({ displayName: 'Rosa Diaz' })
      expect(Object.values(person ?? {})).toContain(rosa[flavor])
      expect(Object.keys(person ?? {})).not.toContain('avatarUrls')
    })
    expect(calls).toEqual([`GET /rest/api/2/issue/${id}`, `GET /rest/api/2/issue/${id}/watchers`])
  })

  test('tells that nobody watches it without asking', async () => {
    const { id, connector } = await open(flavor)
    const calls = await callsOf(async () => expect((await read(connector, id))?.fields.watchers).toEqual([]))
    expect(calls).toEqual([`GET /rest/api/2/issue/${id}`])
  })
})

test('who watches has the moment of reading for its version, since watching moves none of the ticket', async () => {
  const { id, watch } = await open('cloud')
  let at = 0
  const clock = { now: () => ++at }
  const connector = connectJira(jira, 'cloud', { readsWatchers: true, clock })
  const before = await read(connector, id)
  await watch()
  const after = await read(connector, id)
  expect(after?.version).toEqual(before?.version)
  const [earlier = 0, later = 0] = [before, after].map(state => state?.fieldVersions?.watchers?.at)
  expect(earlier).toBeGreaterThan(0)
  expect(later).toBeGreaterThan(earlier)
})

test('where no rule asks, nothing is asked, and a delivery is enough', async () => {
  const { id, connector, watch } = await open('cloud', false)
  await watch()
  const calls = await callsOf(async () =>
    expect(Object.keys((await read(connector, id))?.fields ?? {})).not.toContain('watchers'),
  )
  expect(calls).toEqual([`GET /rest/api/2/issue/${id}`])
  expect(connector.normalize((await jira.pushes())[0]?.body ?? {}, 0).mustReread).toBe(false)
})

test('where a rule asks, a delivery of the ticket is not enough, but that of its deletion is', async () => {
  const { id, connector } = await open('cloud')
  await jira.call('DELETE', `/rest/api/2/issue/${id}`)
  const told = (await jira.pushes()).map(({ body }) => connector.normalize(body, 0))
  expect(told.map(({ mustReread }) => mustReread)).toEqual([true, false])
  expect(told[0]?.changes[0]).toMatchObject({ kind: 'ticket-state', complete: true })
})

test.each([
  ['a 403', { name: 'forbidden' }],
  ['a 404', { name: 'error', status: 404 }],
])('by %s Jira says nothing of who watches, and the rest is told', async (_, scenario) => {
  const { id, connector } = await openRefusing(scenario)
  const state = await read(connector, id)
  expect(state).toMatchObject({ complete: true, fields: { summary: 'Odd login' } })
  expect(Object.keys(state?.fields ?? {})).not.toContain('watchers')
})

test.each([
  ['an outage', { name: 'error', status: 503 }, 'unavailable'],
  ['a login that is refused by then', { name: 'unauthorized' }, 'denied'],
])('%s tells nothing at all', async (_, scenario, kind) => {
  const { id, connector } = await openRefusing(scenario)
  expect(await failureOf(read(connector, id))).toMatchObject({ kind })
})

/** A Jira that answers so to whoever asks who watches. */
async function openRefusing(scenario: Record<string, unknown>) {
  const opened = await open('cloud')
  await opened.watch()
  await jira.scenario({ ...scenario, path: `/rest/api/2/issue/${opened.id}/watchers` })
  return opened
}
