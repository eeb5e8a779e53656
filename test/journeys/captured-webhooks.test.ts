import { openBridge, type RunningBridge } from '../support/bridge'
import { type OpenedJira, openJira } from '../support/open-jira'
import { postJira } from '../support/post-jira'
import { isQuiet, readTables } from '../support/read-bridge'
import { type NamedPayload, readCapturedJiraWebhooks } from '../support/shared-data'
import { shuffle } from '../support/shuffle'
import { contentOf } from '../support/soar-content'
import { type OpenedSoar, openSoar } from '../support/soar-sandbox'
import { waitUntil } from '../support/wait-until'

const orders = 50
const timesEach = 3
const postsAtOnce = 8

const captured = readCapturedJiraWebhooks()
const describeCaptured = captured === null ? describe.skip : describe

describeCaptured('the captured Jira webhooks', () => {
  const webhooks = captured ?? []
  let soar: OpenedSoar
  let jira: OpenedJira

  beforeAll(async () => {
    soar = await openSoar({ artifactDedupe: 'none' })
    // Knows none of these tickets: reading one again answers 404.
    jira = await openJira()
  })
  afterAll(async () => {
    await soar.close()
    await jira.close()
  })

  async function post(deliveries: NamedPayload[], atOnce: number): Promise<{ content: unknown; triggers: number }> {
    await soar.post('/_sandbox/reset', {})
    const bridge = await openBridge({
      soarUrl: soar.url,
      soarToken: soar.token,
      jiraUrl: jira.url,
      jira: jira.connection,
    })
    try {
      await postAll(bridge, deliveries, atOnce)
      await waitUntil('every receipt is delivered', () => isQuiet(bridge.folder))
      expectAllProcessed(bridge, webhooks.length)
      const triggers = (await soar.effects()).filter(effect => effect === 'automation.triggered').length
      return { content: await contentOf(soar), triggers }
    } finally {
      await bridge.close()
    }
  }

  test('make 13 containers and a tombstone, the same in any order and however often each came', async () => {
    const inTimeOrder = [...webhooks].sort((a, b) => Number(a.payload.timestamp) - Number(b.payload.timestamp))
    const expected = await post(inTimeOrder, 1)
    expect(expected.content).toHaveLength(13)
    expect(expected.triggers).toBe(13)
    for (let seed = 1; seed <= orders; seed += 1) {
      const deliveries = shuffle(
        webhooks.flatMap(webhook => Array.from({ length: timesEach }, () => webhook)),
        seed,
      )
      const actual = await post(deliveries, postsAtOnce)
      expect({ seed, ...actual }).toEqual({ seed, ...expected })
    }
  }, 600_000)
})

async function postAll(bridge: RunningBridge, deliveries: NamedPayload[], atOnce: number): Promise<void> {
  const queue = [...deliveries]
  const post = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { status } = await postJira(bridge.url, next.raw)
      expect({ name: next.name, status }).toEqual({ name: next.name, status: 202 })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, post))
}

function expectAllProcessed({ folder }: RunningBridge, receipts: number): void {
  expect(readTables(folder, 'select state, count(*) as count from receipts group by state')).toEqual([
    { state: 'processed', count: receipts },
  ])
  expect(readTables(folder, 'select state, count(*) as count from links group by state order by state')).toEqual([
    { state: 'linked', count: 13 },
    { state: 'tombstone', count: 1 },
  ])
  expect(readTables(folder, "select ticket_id from links where state = 'tombstone' and container_id is null")).toEqual([
    { ticket_id: '10303' },
  ])
}
