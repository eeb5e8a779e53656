import { type Entry, openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

const ada = { authorization: `Basic ${Buffer.from('ada:pw').toString('base64')}` }
const evidence = 'seen at 198.51.100.7'

let stage: Stage
let ticket: { id: string; key: string }
/** The comment that tells how things stand, at the turns of the story. */
const told = { whileWaiting: '', atTheEnd: '' }

beforeAll(async () => {
  stage = await openStage({
    soar: {
      users: [{ username: 'ada', password: 'pw', email: 'ada@acme.example' }],
      approvalAnswers: true,
      playbooks: [
        {
          name: 'triage',
          active: true,
          steps: [
            { action: 'geolocate ip', name: 'locate_sender' },
            { ask: 'ada', minutes: 30, name: 'block_sender' },
          ],
        },
      ],
    },
    // This workflow asks why a ticket is closed.
    jira: { screens: { Done: { resolution: 'required' } } },
    bridge: { polling: { seconds: 0.05 }, soar: { closeReasonField: 'closing_reason' } },
  })
  await fileAndApprove()
  await talk()
  await closeInSoar()
}, 60_000)
afterAll(() => stage.close())

async function fileAndApprove(): Promise<void> {
  ticket = await stage.jira.file({ summary: 'Phishing mail', description: 'From 203.0.113.7. TLP:GREEN' })
  await waitUntil('the approval is told', async () => (await activity()).includes('waiting: block_sender'))
  await waitUntil('the run is told', async () => (await activity()).includes('running: local/triage'))
  told.whileWaiting = await activity()
  await asAda('/rest/approval/1', { status: 'approve' })
  await waitUntil('the end of all runs is told', async () => !/^(waiting|running):/m.test(await activity()))
  await stage.quiet()
  told.atTheEnd = await activity()
}

async function talk(): Promise<void> {
  await asAda('/rest/note', { container_id: 1, title: 'Verdict', content: 'A lure from lure.example.' })
  await waitUntil('the note is told', async () => (await comments()).length === 2)
  await stage.jira.call('POST', `/rest/api/2/issue/${ticket.key}/comment`, { body: 'The user has a new password.' })
  await waitUntil('the comment is told', async () => (await notes()).length === 2)
  const file_content = Buffer.from(evidence).toString('base64')
  await asAda('/rest/container_attachment', { container_id: 1, file_name: 'evidence.txt', file_content })
  await waitUntil('the file is there', async () => (await ticketFields()).attachment.length === 1)
}

async function closeInSoar(): Promise<void> {
  await asAda('/rest/container/1', { status: 'closed', custom_fields: { closing_reason: 'False positive' } })
  await waitUntil('the ticket is closed', async () => (await ticketFields()).status.name === 'Done')
  await waitUntil('its link says so', async () => (await remoteLinks())[0]?.object.status.resolved === true)
  await stage.quiet()
}

const asAda = (path: string, body: object) => stage.soar.send('POST', path, { body, headers: ada })
const ofTicket = async (part: string) => (await stage.jira.call('GET', `/rest/api/2/issue/${ticket.key}${part}`)).body
const ticketFields = async () => (await ofTicket('')).fields
const comments = async (): Promise<Entry[]> => (await ofTicket('/comment')).comments
const remoteLinks = async () => ofTicket('/remotelink')
const notes = async (): Promise<Entry[]> => (await stage.soar.get('/rest/note')).body.data
const activity = async (): Promise<string> => (await comments())[0]?.body ?? ''

/** Everything that was ever done there, in order; the pushes of it left out. */
async function ledgerOf(place: { call: Stage['jira']['call'] } | { get: Stage['soar']['get'] }): Promise<string[]> {
  const { body } = 'get' in place ? await place.get('/_sandbox/ledger') : await place.call('GET', '/_sandbox/ledger')
  return body.effects
    .map(({ effect }: { effect: string }) => effect)
    .filter((effect: string) => effect !== 'webhook.pushed')
}

test('while somebody is asked, the ticket says who, what, until when and how many minutes are left', () => {
  expect(told.whileWaiting).toMatch(
    /^waiting: block_sender; asked: ada\[@\]acme\[\.\]example; due \d{4}-\d\d-\d\d \d\d:\d\d UTC, (29|30) minutes left$/m,
  )
  expect(told.whileWaiting).toMatch(
    /^succeeded: locate_sender \(geolocate ip\); .* UTC; 1 actions succeeded; 1 of 1 succeeded$/m,
  )
})

test('after the answer the same comment says how it ended, and what the run brought', () => {
  expect(told.atTheEnd).toMatch(/^approved: block_sender; asked: ada\[@\]acme\[\.\]example; .* UTC$/m)
  expect(told.atTheEnd).toMatch(
    /^succeeded: local\/triage; .* UTC; geolocate ip: 1 actions succeeded; prompt: .*approved$/m,
  )
  expect(told.atTheEnd).not.toMatch(/waiting|running|left/)
})

test('the ticket tells the story in its order, each thing once', async () => {
  expect((await comments()).map(({ body }) => body.split('\n')[0])).toEqual([
    '[soarbridge] Activity in SOAR',
    '[soarbridge] Note from SOAR by ada[@]acme[.]example',
    'The user has a new password.',
  ])
  expect((await comments())[1]?.body).toContain('Verdict\n\nA lure from lure[.]example.')
  const happened = await ledgerOf(stage.jira)
  const once = happened.filter(effect => effect !== 'comment.updated')
  expect([...once].sort()).toEqual([
    'attachment.created',
    ...Array.from({ length: 3 }, () => 'comment.created'),
    'issue.created',
    // That it is done; the day by which SOAR wants it done stays there.
    'issue.updated',
    'remotelink.created',
    'remotelink.updated',
  ])
  // Nothing is told after the ticket was closed.
  expect([once[0], happened.at(-1)]).toEqual(['issue.created', 'issue.updated'])
})

test('what is said in the ticket is a note in SOAR, once, and nothing that the bridge tells comes back', async () => {
  expect((await notes()).map(({ title, content }) => [title.replace(/ \[.*/, ''), content])).toEqual([
    ['Verdict', 'A lure from lure.example.'],
    [`Public comment: SOAR Bridge, ${ticket.key}`, 'The user has a new password.'],
  ])
  const artifacts = await stage.artifacts()
  expect(artifacts.map(({ label, cef }) => [label, cef.sourceAddress ?? cef.ticketKey])).toEqual([
    ['observable', '203.0.113.7'],
    ['ticket', ticket.key],
  ])
  const happened = await ledgerOf(stage.soar)
  for (const effect of ['container.created', 'automation.triggered', 'attachment.created'])
    expect(happened.filter(one => one === effect)).toHaveLength(1)
})

test('the file of the vault is under the ticket, as it is', async () => {
  const [file] = (await ticketFields()).attachment
  expect(file.filename).toMatch(/^[0-9a-f]{26}-evidence\.txt$/)
  expect((await stage.jira.call('GET', new URL(file.content).pathname)).body).toBe(evidence)
})

test('closed in SOAR, the ticket is closed with the resolution that the closing reason means', async () => {
  const { status, resolution } = await ticketFields()
  expect([status.name, resolution.name]).toEqual(['Done', "Won't Do"])
  expect(await remoteLinks()).toMatchObject([
    {
      globalId: 'system=soar&instance=soar&container=1',
      object: { summary: 'closed, medium', status: { resolved: true } },
    },
  ])
  expect((await stage.containers())[0]?.status).toBe('closed')
})

test('it is quiet afterwards, however often the bridge looks', async () => {
  expect(stage.rows("select kind, state, reason from jobs where state not in ('confirmed', 'superseded')")).toEqual([])
  const before = [await ledgerOf(stage.jira), await ledgerOf(stage.soar)]
  const countLooks = async () =>
    (await stage.soar.get('/_sandbox/requests')).body.requests.filter(({ path }: Entry) => path === '/rest/approval')
      .length
  const looks = await countLooks()
  await waitUntil('it has looked again', async () => (await countLooks()) > looks + 2)
  await stage.quiet()
  expect([await ledgerOf(stage.jira), await ledgerOf(stage.soar)]).toEqual(before)
})
