import type { SweepMark } from '../../../src/connectors/connector'
import type { JiraConnector } from '../../../src/connectors/jira'
import { toJqlTime } from '../../../src/connectors/jira/jql-time'
import { connectJira } from '../../support/jira-connector'
import type { JiraFlavor } from '../../support/jira-documents'
import { type JiraStage, startJiraStage } from '../../support/jira-stage'

const minute = 60_000
const start = Date.UTC(2026, 4, 1, 12)

describe.each<JiraFlavor>(['cloud', 'datacenter'])('a sweep of %s', flavor => {
  let jira: JiraStage
  let connector: JiraConnector
  let now: number
  beforeAll(async () => {
    jira = await startJiraStage({ flavor, webhooks: [], now: () => now })
    connector = connectJira(jira, flavor)
  })
  beforeEach(async () => {
    now = start
    await jira.call('POST', '/_sandbox/reset')
  })
  afterAll(() => jira.close())

  const fileMany = async (count: number) => {
    const ids: string[] = []
    for (let at = 0; at < count; at += 1) ids.push((await jira.file({ summary: `ticket ${at}` })).id)
    return ids
  }
  const sweep = async (limit: number, query?: string) => {
    const pages: string[][] = []
    let after: SweepMark | null = null
    do {
      const page = await connector.readUpdated({ collection: null, after, limit, ...(query && { query }) })
      pages.push(page.tickets.map(({ id }) => id))
      after = page.next
    } while (after !== null)
    return pages
  }

  test('tells every ticket once, oldest first, however many share an instant or a page', async () => {
    const same = await fileMany(7)
    now += minute
    const later = await fileMany(2)
    expect(await sweep(3)).toEqual([same.slice(0, 3), same.slice(3, 6), [...same.slice(6), ...later]])
    expect((await sweep(100)).flat()).toEqual([...same, ...later])
  })

  test('goes on beyond its mark: later, or at the same instant with a greater id', async () => {
    const [first = '', second = ''] = await fileMany(2)
    const after = { at: start, id: first }
    const asked = { collection: null, after, limit: 10 }
    const { tickets, next } = await connector.readUpdated(asked)
    expect(tickets).toMatchObject([{ id: second, updatedAt: start }])
    expect(next).toBeNull()
    now += minute + 1
    await jira.call('PUT', `/rest/api/2/issue/${first}`, { body: { fields: { summary: 'changed' } } })
    expect((await connector.readUpdated(asked)).tickets.map(({ id }) => id)).toEqual([second, first])
  })

  test('hands on tickets as deliveries that are whole and carry their own version', async () => {
    const [id = ''] = await fileMany(1)
    const [ticket] = (await connector.readUpdated({ collection: null, after: null, limit: 1 })).tickets
    const { payload = {} } = ticket ?? {}
    expect(connector.identify(payload)).toMatchObject({ isAboutTicket: true, ticketId: id, version: start })
    const { changes, mustReread } = connector.normalize(payload, 0)
    expect(mustReread).toBe(false)
    expect(changes).toMatchObject([{ kind: 'ticket-state', complete: true, fields: { summary: 'ticket 0' } }])
  })

  test("keeps to the connection's own query, and counts by it", async () => {
    const ids = await fileMany(3)
    await jira.file({ project: { key: 'OPS' } })
    const query = 'project = SEC or project = NONE'
    expect((await sweep(10, 'project = SEC')).flat()).toEqual(ids)
    expect(await connector.countUpdated({ collection: null, after: null, query: 'project = SEC' })).toBe(3)
    expect(await connector.countUpdated({ collection: null, after: { at: now + 2 * minute, id: '1' } })).toBe(0)
    await expect(connector.readUpdated({ collection: null, after: null, limit: 1, query })).rejects.toMatchObject({
      kind: 'rejected',
    })
  })

  test('names what Jira offers', async () => {
    expect(await connector.readVocabulary()).toEqual({
      statuses: ['To Do', 'In Progress', 'Done'],
      choices: {
        priority: ['Highest', 'High', 'Medium', 'Low', 'Lowest'],
        resolution: ['Done', "Won't Do", 'Duplicate', 'False Positive'],
      },
    })
  })
})

test.each([
  ['UTC', '2026/05/01 12:00'],
  ['America/New_York', '2026/05/01 08:00'],
  ['Asia/Kolkata', '2026/05/01 17:30'],
])('a time for JQL is a minute of the clocks in %s', (zone, text) => {
  expect(toJqlTime(start + 59_999, zone)).toBe(text)
})

test('a time for JQL that could mean two moments names an earlier one', () => {
  const turned = Date.UTC(2026, 9, 25, 1, 30)
  expect(toJqlTime(turned, 'Europe/Berlin')).toBe('2026/10/25 00:30')
})
