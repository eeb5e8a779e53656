import { setTimeout as sleep } from 'node:timers/promises'
import { openBridge, type RunningBridge } from '../support/bridge'
import { handOn } from '../support/hand-on'
import { type OpenedJira, openJira } from '../support/open-jira'
import { openKey } from '../support/open-key'
import { type PushReceiver, startPushReceiver } from '../support/push-receiver'
import { isQuiet, readTables } from '../support/read-bridge'
import { type OpenedSoar, openSoar } from '../support/soar-sandbox'
import type { Entry } from '../support/stage'
import { waitUntil } from '../support/wait-until'

/** Nobody is told of anything, unless a test hands a webhook on or has SOAR looked at. */
let office: PushReceiver
let soar: OpenedSoar
let jira: OpenedJira
let bridge: RunningBridge
let key: string
let ticket: { id: string; key: string }
let container = 0

const rules = `
container:
  name: '{summary}'
  severity:
    - { when: { field: priority, equals: High }, use: high }
    - { when: { field: priority, equals: Medium }, use: medium }
    - { use: low }
fields: { severity: { direction: both, conflict: latest } }
toTicket: { severity: [{ field: priority, values: { high: High, medium: Medium, low: Low } }] }
`

beforeAll(async () => {
  office = await startPushReceiver()
  soar = await openSoar()
  jira = await openJira()
  await jira.pushTo(office.url)
  bridge = await openBridge({
    soarUrl: soar.url,
    soarToken: soar.token,
    jiraUrl: jira.url,
    jira: jira.connection,
    polling: { seconds: 3600, collections: ['container'] },
    jiraRules: rules,
  })
  key = await openKey(bridge, 'bridge.soar_write')
})
afterAll(async () => {
  await bridge.close()
  await Promise.all([office.close(), soar.close(), jira.close()])
})
beforeEach(async () => {
  ticket = await jira.file({ summary: 'Beacon', priority: { name: 'Low' } })
  container += 1
  await tellOfTicket()
  await waitUntil('the ticket is linked', () => links() === container)
  await lookAtSoar()
})

const rows = (query: string) => readTables<Entry>(bridge.folder, query)
const links = () => rows("select 1 from links where state = 'linked'").length

async function pushes() {
  await jira.idle()
  return office.received.splice(0)
}

async function rest(): Promise<void> {
  // What was pushed of the bridge's own writes comes too.
  for (let turn = 0; turn < 2; turn += 1) {
    await waitUntil('everything is delivered', () => isQuiet(bridge.folder))
    await handOn(bridge.url, await pushes())
  }
  await waitUntil('everything is delivered', () => isQuiet(bridge.folder))
}

async function tellOfTicket(how = { isReversed: false }): Promise<void> {
  const received = await pushes()
  await handOn(bridge.url, how.isReversed ? received.toReversed() : received)
  await rest()
}

async function lookAtSoar(): Promise<void> {
  const looks = async () => {
    const { requests } = (await soar.get('/_sandbox/requests')).body
    return requests.filter(({ method, path }: Entry) => method === 'GET' && path === '/rest/container').length
  }
  const before = await looks()
  const answer = await fetch(`${bridge.url}/webhooks/soar/soar`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ container_id: container }),
  })
  expect(answer.status).toBe(202)
  await waitUntil('SOAR was looked at', async () => (await looks()) > before)
  await rest()
}

/** A moment between two edits, so that no two have one stamp. */
const later = () => sleep(20)
const inJira = async (fields: Record<string, unknown>) => {
  await later()
  await jira.call('PUT', `/rest/api/2/issue/${ticket.id}`, { fields })
}
const inSoar = async (body: Record<string, unknown>) => {
  await later()
  await soar.post(`/rest/container/${container}`, body)
}
const severities = async () => [
  (await jira.call('GET', `/rest/api/2/issue/${ticket.id}`)).body.fields.priority.name,
  (await soar.get(`/rest/container/${container}`)).body.severity,
]
const ofJira = ['High', 'high']
const ofSoar = ['Medium', 'medium']

describe.each([
  ['the webhook comes first', async () => await tellOfTicket()],
  ['SOAR is looked at first, and the webhook is late', async () => await lookAtSoar()],
])('of two edits of one field the later wins where %s', (_, hear) => {
  const hearAll = async () => {
    await hear()
    await tellOfTicket()
    await lookAtSoar()
  }

  test('and Jira was later', async () => {
    await inSoar({ severity: 'medium' })
    await inJira({ priority: { name: 'High' } })
    await hearAll()
    expect(await severities()).toEqual(ofJira)
  })

  test('and SOAR was later', async () => {
    await inJira({ priority: { name: 'High' } })
    await inSoar({ severity: 'medium' })
    await hearAll()
    expect(await severities()).toEqual(ofSoar)
  })

  test('and SOAR was later, although the ticket was changed elsewhere afterwards', async () => {
    await inJira({ priority: { name: 'High' } })
    await inSoar({ severity: 'medium' })
    await inJira({ summary: 'Beacon, every hour' })
    await hearAll()
    expect(await severities()).toEqual(ofSoar)
  })
})

test.each([
  ['Jira', ofJira],
  ['SOAR', ofSoar],
])('webhooks in the wrong order change nothing where %s was later', async (who, winner) => {
  await inJira({ priority: { name: 'Medium' } })
  if (who === 'Jira') await inSoar({ severity: 'medium' })
  await inJira({ priority: { name: 'High' } })
  if (who === 'SOAR') await inSoar({ severity: 'medium' })
  await inJira({ summary: 'Beacon, every hour' })
  await tellOfTicket({ isReversed: true })
  await lookAtSoar()
  expect(await severities()).toEqual(winner)
})
