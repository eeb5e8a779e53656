import { killCommands, runCommand } from '../support/command-line'
import { createHeldClock } from '../support/held-clock'
import { type LossyRelay, openLossyRelay } from '../support/lossy-relay'
import { openKey } from '../support/open-key'
import { type OpenedSoar, openSoar } from '../support/soar-sandbox'
import { openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

// A process is started, which a busy machine does slowly.
jest.setTimeout(120_000)

const polling = { seconds: 3_333, sweepSeconds: 77_777 }
const clock = createHeldClock([polling.seconds * 1000, polling.sweepSeconds * 1000])
const look = () => clock.fire(polling.seconds * 1000, 1)
const sweep = () => clock.fire(polling.sweepSeconds * 1000, 2)

let stage: Stage
let relay: LossyRelay
let soar: OpenedSoar
const issues: { id: string; key: string }[] = []
const incidents: { table: string; id: string }[] = []

beforeAll(async () => {
  stage = await openStage({ bridge: { clock, polling }, push: { tables: ['problem'] } })
  soar = stage.soar
  relay = await openLossyRelay(stage.bridge.url, { loses: 20 })
  const [webhook] = (await stage.jira.call('GET', '/rest/webhooks/1.0/webhook')).body
  await stage.jira.call('DELETE', `/rest/webhooks/1.0/webhook/${webhook.self.split('/').pop()}`)
  await stage.jira.pushTo(relay.url)
  await stage.servicenow.pushTo(relay.url)
  await waitUntil('all are open', () => stage.events('connection.resumed').length === 3)
  await sweep()
  await look()
})
afterAll(async () => {
  killCommands()
  await relay.close()
  await stage.bridge.close()
  await Promise.all([soar.close(), stage.jira.close(), stage.servicenow.close()])
})

const unheard = [
  'Renamed unheard',
  'Record renamed unheard',
  'Security record renamed unheard',
  'Filed unheard',
  'Record filed unheard',
]

const reconcile = async () =>
  runCommand(['reconcile', '--deep', '--json'], {
    env: { BRIDGE_URL: stage.bridge.url, BRIDGE_KEY: await openKey(stage.bridge, 'bridge.operator') },
  })

async function fileTickets(): Promise<void> {
  for (let at = 0; at < 9; at += 1) issues.push(await stage.jira.file({ summary: `Ticket ${at}` }))
  for (let at = 0; at < 5; at += 1) {
    const table = at % 2 === 0 ? 'incident' : 'sn_si_incident'
    const { sys_id: id = '' } = await stage.servicenow.file({ short_description: `Record ${at}` }, table)
    incidents.push({ table, id })
  }
}

async function editTickets(): Promise<void> {
  for (const [at, { key }] of issues.entries()) {
    const fields = { summary: `Ticket ${at}, edited`, priority: { name: at % 2 === 0 ? 'High' : 'Low' } }
    await stage.jira.call('PUT', `/rest/api/2/issue/${key}`, { fields })
    if (at % 3 === 0) await stage.jira.call('POST', `/rest/api/2/issue/${key}/comment`, { body: `said of ${at}` })
  }
  for (const [at, { table, id }] of incidents.entries()) await editRecord(table, id, `Record ${at}, edited`)
}

const editRecord = (table: string, id: string, short_description: string) =>
  stage.servicenow.call('PATCH', `/api/now/table/${table}/${id}`, { short_description })

/** The last that happens to these, so that nothing else tells of it. */
async function editUnheard(): Promise<void> {
  relay.setDeaf(true)
  await stage.jira.call('PUT', `/rest/api/2/issue/${issues[1]?.key}`, { fields: { summary: 'Renamed unheard' } })
  await stage.jira.call('POST', `/rest/api/2/issue/${issues[2]?.key}/comment`, { body: 'said unheard' })
  await editRecord('incident', incidents[0]?.id ?? '', 'Record renamed unheard')
  await editRecord('sn_si_incident', incidents[1]?.id ?? '', 'Security record renamed unheard')
  await stage.jira.call('DELETE', `/rest/api/2/issue/${issues[4]?.key}`)
  await stage.servicenow.call('DELETE', `/api/now/table/incident/${incidents[2]?.id}`)
  await stage.jira.file({ summary: 'Filed unheard' })
  await stage.servicenow.file({ short_description: 'Record filed unheard' })
  await Promise.all([stage.jira.idle(), stage.servicenow.idle()])
  relay.setDeaf(false)
}

/** By people, in every third container. */
async function editContainers(status: string): Promise<void> {
  for (const { id } of await stage.containers()) {
    if (id % 3 !== 0) continue
    await soar.post(`/rest/container/${id}`, { severity: 'high', status })
    await soar.post('/rest/note', {
      container_id: id,
      title: 'Seen',
      content: `note ${id} ${status}`,
      note_type: 'general',
    })
  }
}

/** The same SOAR at the same address, and nobody there in between. */
async function restartSoar(meanwhile: () => Promise<void>): Promise<void> {
  const state = (await soar.get('/_sandbox/state')).body
  const { port } = new URL(soar.url)
  await soar.close()
  await meanwhile()
  soar = await openSoar({ port: Number(port), token: soar.token, state })
}

test('with 5 % of webhooks lost, polls paused and SOAR restarted, nothing differs after two sweeps', async () => {
  await fileTickets()
  await stage.quiet()
  await editContainers('open')
  const pauses = () => stage.events('connection.paused').length
  const before = pauses()
  await restartSoar(async () => {
    await editTickets()
    // Down for long enough that the bridge is hit by it.
    await waitUntil('the bridge finds nobody there', () => pauses() > before)
  })
  await editContainers('closed')
  await Promise.all([stage.jira.idle(), stage.servicenow.idle()])
  const { lost, pushed } = relay.counts
  expect([lost, lost > 0]).toEqual([Math.floor(pushed / 20), true])
  await editUnheard()
  await waitUntil('SOAR is back', () => stage.events('connection.resumed').length > 3)

  await sweep()
  await sweep()
  await look()
  await stage.quiet()
  // What was written to containers comes to the base by the next look.
  await look()
  await stage.quiet()

  const plan = await reconcile()
  expect(plan).toMatchObject({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('16 pairs looked at, 0 differences'),
  })
  const names = (await stage.containers()).map(({ name }) => name.replace(/^[^:]*: /, ''))
  expect(names).toEqual(expect.arrayContaining(unheard))
  const gone = stage.rows<{ ticket_id: string }>("select ticket_id from links where state = 'tombstone'")
  expect(gone.map(link => link.ticket_id).sort()).toEqual([issues[4]?.id, incidents[2]?.id].sort())
  const notes = (await soar.get('/rest/note?page_size=0')).body.data.map(({ content }: { content: string }) => content)
  expect(notes).toContainEqual(expect.stringContaining('said unheard'))
})
