import type { JiraConnector } from '../../../src/connectors/jira'
import { failureOf } from '../../support/http-client-stage'
import { connectJira } from '../../support/jira-connector'
import type { JiraFlavor } from '../../support/jira-documents'
import { type JiraStage, startJiraStage } from '../../support/jira-stage'

describe.each<JiraFlavor>(['cloud', 'datacenter'])('of the tickets of %s', flavor => {
  let jira: JiraStage
  let connector: JiraConnector
  beforeAll(async () => {
    jira = await startJiraStage({
      flavor,
      webhooks: [],
      projects: [
        { key: 'SEC', name: 'Security' },
        { key: 'OWN', name: 'Own', readers: ['ana'] },
      ],
    })
    connector = connectJira(jira, flavor)
  })
  afterEach(() => jira.scenario({ name: 'clear' }))
  afterAll(() => jira.close())

  const fileTwo = async () => {
    const [one, two] = [await jira.file(), await jira.file()]
    await jira.call('DELETE', `/rest/api/2/issue/${two.id}`)
    return [one.id, two.id] as const
  }
  const askedBy = (ids: readonly string[], collection: string | null = 'SEC') =>
    connector.findGone(ids.map(id => ({ id, collection })))

  test('those are gone that answer 404 by themselves', async () => {
    const [there, deleted] = await fileTwo()
    const [gone, ...others] = await askedBy([there, deleted])
    expect([gone?.id, others]).toEqual([deleted, []])
    expect(connector.identify(gone?.payload ?? {})).toMatchObject({ isAboutTicket: true, ticketId: deleted })
    expect(connector.normalize(gone?.payload ?? {}, 0).changes).toEqual([
      { kind: 'ticket-deleted', version: { at: expect.any(Number) }, isPresumed: true },
    ])
    expect(await askedBy([there])).toEqual([])
  })

  test('none is gone whose project we do not see, or do not know', async () => {
    const [, deleted] = await fileTwo()
    expect(await askedBy([deleted], 'OWN')).toEqual([])
    expect(await askedBy([deleted], null)).toEqual([])
  })

  test('nobody is gone while Jira cannot be asked', async () => {
    const [, deleted] = await fileTwo()
    await jira.scenario({ name: 'unauthorized' })
    expect(await failureOf(askedBy([deleted]))).toMatchObject({ kind: 'denied' })
    await jira.scenario({ name: 'clear' })
    await jira.scenario({ name: 'error', status: 503 })
    expect(await failureOf(askedBy([deleted]))).toMatchObject({ kind: 'unavailable' })
  })
})

test.each<JiraFlavor>(['cloud', 'datacenter'])(
  'a ticket that was deleted, and that the search of %s still finds, keeps no other out of a sweep',
  async flavor => {
    let now = Date.UTC(2026, 4, 1)
    const jira = await startJiraStage({ flavor, webhooks: [], indexDelayMs: 60_000, now: () => now })
    try {
      const [there, deleted] = [await jira.file(), await jira.file()]
      now += 120_000
      await jira.call('DELETE', `/rest/api/2/issue/${deleted.id}`)
      const { tickets } = await connectJira(jira, flavor).readUpdated({ collection: null, after: null, limit: 9 })
      const ids = tickets.map(({ id }) => id)
      expect([ids.includes(there.id), flavor === 'cloud' && ids.includes(deleted.id)]).toEqual([true, false])
    } finally {
      await jira.close()
    }
  },
)
