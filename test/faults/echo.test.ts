import { setTimeout as sleep } from 'node:timers/promises'
import { type BridgeSetup, openBridge, type RunningBridge } from '../support/bridge'
import { handOn as handOnTo } from '../support/hand-on'
import { type OpenedJira, openJira } from '../support/open-jira'
import { type PushReceiver, type ReceivedPush, startPushReceiver } from '../support/push-receiver'
import { isQuiet, readTables } from '../support/read-bridge'
import { type OpenedSoar, openSoar } from '../support/soar-sandbox'
import type { Entry } from '../support/stage'
import { waitUntil } from '../support/wait-until'

/** Jira's webhooks come to us first: a test hands them on when it wants to, as often as it wants to. */
let office: PushReceiver
let soar: OpenedSoar
let jira: OpenedJira
let bridge: RunningBridge
let setup: BridgeSetup
let ticket: { id: string; key: string }

beforeEach(async () => {
  office = await startPushReceiver()
  soar = await openSoar()
  jira = await openJira()
  await jira.pushTo(office.url)
  setup = {
    soarUrl: soar.url,
    soarToken: soar.token,
    jiraUrl: jira.url,
    jira: jira.connection,
    polling: { seconds: 0.2, collections: ['container', 'note'] },
  }
  bridge = await openBridge(setup)
  ticket = await jira.file({ summary: 'Beacon', priority: { name: 'Low' } })
  await handOn(await pushes())
  await waitUntil('the ticket is linked', () => rows("select 1 from links where state = 'linked'").length === 1)
})
afterEach(async () => {
  await bridge.close()
  await Promise.all([office.close(), soar.close(), jira.close()])
})

const rows = (query: string) => readTables<Entry>(bridge.folder, query)

/** What Jira pushed since the last look. */
async function pushes(): Promise<ReceivedPush[]> {
  await jira.idle()
  return office.received.splice(0)
}

/** As another delivery of the same content, as Data Center sends each comment twice, or as Jira sends it again. */
const handOn = (received: ReceivedPush[], how?: { isNew: boolean }) => handOnTo(bridge.url, received, how)

async function rest(): Promise<void> {
  // Several looks into SOAR.
  await sleep(700)
  await waitUntil('everything is delivered', () => isQuiet(bridge.folder))
}

const comments = async (): Promise<Entry[]> =>
  (await jira.call('GET', `/rest/api/2/issue/${ticket.id}/comment`)).body.comments
const notes = async (): Promise<Entry[]> => (await soar.list('/rest/note', { page_size: '0' })).body.data
const talk = async () => ({ comments: (await comments()).length, notes: (await notes()).length })
const note = (content: string) =>
  soar.post('/rest/note', { container_id: 1, title: 'Finding', content, note_type: 'general' })

describe('the webhook of a comment that the bridge wrote makes no note', () => {
  test('before the answer to its POST, which never comes; twice; after a restart; again with another name', async () => {
    const lost = { name: 'reset-after-commit', method: 'POST', path: `/rest/api/*/issue/${ticket.id}/comment` }
    await jira.call('POST', '/_sandbox/scenario', { ...lost, times: 1 })
    await note('The host beacons every hour.')
    await waitUntil('the comment stands', async () => (await comments()).length === 1)
    const echo = await pushes()
    expect(echo.map(({ body }) => body.webhookEvent)).toContain('comment_created')
    await handOn(echo)
    await handOn(echo)
    await rest()
    expect(await talk()).toEqual({ comments: 1, notes: 1 })
    expect(rows("select state from jobs where kind = 'upsert-comment'")).toEqual([{ state: 'confirmed' }])

    await bridge.stop()
    bridge = await openBridge({ ...setup, folder: bridge.folder })
    await handOn(echo)
    await handOn(echo, { isNew: true })
    await rest()
    expect(await talk()).toEqual({ comments: 1, notes: 1 })
  })

  test('and what a person makes of that comment in the same second is told', async () => {
    await note('The host beacons every hour.')
    await waitUntil('the comment stands', async () => (await comments()).length === 1)
    const [comment] = await comments()
    await jira.call('PUT', `/rest/api/2/issue/${ticket.id}/comment/${comment?.id}`, { body: 'No, every minute.' })
    await jira.call('POST', `/rest/api/2/issue/${ticket.id}/comment`, { body: 'Who looks at it?' })
    const echo = await pushes()
    await handOn(echo.toReversed(), { isNew: true })
    await handOn(echo)
    await rest()
    expect((await notes()).map(({ content }) => content).toSorted()).toEqual([
      'No, every minute.',
      'The host beacons every hour.',
      'Who looks at it?',
    ])
    expect(await comments()).toHaveLength(2)
  })
})

test('the note that the bridge wrote makes no comment, also where the answer to its POST was lost', async () => {
  await soar.scenario({ name: 'reset-after-commit', method: 'POST', path: '/rest/note', times: 1 })
  await jira.call('POST', `/rest/api/2/issue/${ticket.id}/comment`, { body: 'Seen by the user too.' })
  await handOn(await pushes())
  await waitUntil('the note stands', async () => (await notes()).length === 1)
  await rest()
  expect(await talk()).toEqual({ comments: 1, notes: 1 })
  await soar.post(`/rest/note/${(await notes())[0]?.id}`, { content: 'Seen by two users.' })
  await waitUntil('what a person made of it is told', async () => (await comments()).length === 2)
  await handOn(await pushes())
  await rest()
  expect(await talk()).toEqual({ comments: 2, notes: 1 })
})

/** `SOARBRIDGE_LATE_SECONDS=60` for a real minute. */
const lateSeconds = Number(process.env.SOARBRIDGE_LATE_SECONDS ?? 1)

test(
  'what the bridge wrote into the ticket makes no note and changes nothing in SOAR when its webhooks come late, twice',
  async () => {
    const held = async () => ({
      ...(await talk()),
      severity: (await soar.get('/rest/container/1')).body.severity,
      priority: (await jira.call('GET', `/rest/api/2/issue/${ticket.id}`)).body.fields.priority.name,
      jobs: rows('select count(*) as count from jobs')[0]?.count,
    })
    await jira.call('POST', `/rest/api/2/issue/${ticket.id}/comment`, { body: 'Seen by the user too.' })
    await handOn(await pushes())
    await note('The host beacons every hour.')
    await soar.post('/rest/container/1', { severity: 'high' })
    await waitUntil('all of it stands', async () => {
      const { comments, notes, priority } = await held()
      return comments === 2 && notes === 2 && priority === 'High'
    })
    await rest()
    const before = await held()
    const late = await pushes()
    expect(late.map(({ body }) => body.webhookEvent)).toEqual(
      expect.arrayContaining(['comment_created', 'jira:issue_updated']),
    )
    await sleep(1000 * lateSeconds)
    await handOn(late.toReversed())
    await handOn(late, { isNew: true })
    await rest()
    expect(await held()).toEqual(before)
  },
  60_000 + 1000 * lateSeconds,
)

describe('the webhook of a field that the bridge wrote', () => {
  const severity = async () => (await soar.get('/rest/container/1')).body.severity
  const priority = async () => (await jira.call('GET', `/rest/api/2/issue/${ticket.id}`)).body.fields.priority.name
  const writes = () => rows("select 1 from jobs where kind in ('update-ticket', 'update-container')").length

  test('changes nothing, whenever and however often it comes', async () => {
    await soar.post('/rest/container/1', { severity: 'high' })
    await waitUntil('the ticket says so', async () => (await priority()) === 'High')
    const echo = await pushes()
    await soar.post('/rest/container/1', { severity: 'medium' })
    await waitUntil('the ticket says so', async () => (await priority()) === 'Medium')
    await rest()
    const before = writes()
    await handOn(echo)
    await handOn(await pushes())
    await handOn(echo, { isNew: true })
    await rest()
    expect([await severity(), await priority(), writes()]).toEqual(['medium', 'Medium', before])
  })

  test('hides no edit that a person made in the same second', async () => {
    await soar.post('/rest/container/1', { severity: 'high' })
    await waitUntil('the ticket says so', async () => (await priority()) === 'High')
    await jira.call('PUT', `/rest/api/2/issue/${ticket.id}`, { fields: { priority: { name: 'Medium' } } })
    await handOn((await pushes()).toReversed())
    await waitUntil('SOAR says so', async () => (await severity()) === 'medium')
    await rest()
    expect([await severity(), await priority()]).toEqual(['medium', 'Medium'])
  })

  test('a change in SOAR that no poll told of is not written over by what the ticket says in the same second', async () => {
    await soar.post('/rest/container/1', { severity: 'high' })
    await jira.call('PUT', `/rest/api/2/issue/${ticket.id}`, { fields: { priority: { name: 'Medium' } } })
    await handOn(await pushes())
    await rest()
    // Both changed it: the graver one counts.
    expect([await severity(), await priority()]).toEqual(['high', 'High'])
  })

  test('a change of the ticket whose webhook was lost is not written over by what SOAR says', async () => {
    await jira.call('PUT', `/rest/api/2/issue/${ticket.id}`, { fields: { priority: { name: 'High' } } })
    await pushes()
    await soar.post('/rest/container/1', { severity: 'medium' })
    await waitUntil('it is decided anew', () => rows("select 1 from jobs where state = 'superseded'").length > 0)
    await rest()
    expect([await severity(), await priority()]).toEqual(['high', 'High'])
  })
})
