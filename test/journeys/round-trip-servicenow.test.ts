import { type Entry, openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

const ada = { authorization: `Basic ${Buffer.from('ada:pw').toString('base64')}` }

let stage: Stage
let ticket: Record<string, string>

beforeAll(async () => {
  stage = await openStage({
    soar: {
      users: [{ username: 'ada', password: 'pw', email: 'ada@acme.example' }],
      approvalAnswers: true,
      playbooks: [{ name: 'triage', active: true, steps: [{ ask: 'ada', minutes: 30, name: 'block_sender' }] }],
    },
    bridge: { polling: { seconds: 0.05 }, soar: { closeReasonField: 'closing_reason' } },
  })
  await playStory()
}, 60_000)
afterAll(() => stage.close())

async function playStory(): Promise<void> {
  ticket = await stage.servicenow.file({ short_description: 'Phishing mail', description: 'From 203.0.113.7' })
  await waitUntil('the approval is told', async () => (await workNotes()).length === 1)
  await asAda('/rest/approval/1', { status: 'approve' })
  await waitUntil('the end of the run is told', async () => (await workNotes()).length === 4)
  const file_content = Buffer.from('seen at 198.51.100.7').toString('base64')
  await asAda('/rest/container_attachment', { container_id: 1, file_name: 'evidence.txt', file_content })
  await waitUntil('the file is there', async () => (await files()).length === 1)
  await asAda('/rest/note', { container_id: 1, title: 'Verdict', content: 'A lure from lure.example.' })
  await waitUntil('the note is told', async () => (await workNotes()).length === 5)
  await asAda('/rest/container/1', { status: 'closed', custom_fields: { closing_reason: 'Duplicate' } })
  await waitUntil('the ticket is resolved', async () => (await record()).state === '6')
  await stage.quiet()
}

const asAda = (path: string, body: object) => stage.soar.send('POST', path, { body, headers: ada })
const rowsOf = async (table: string, query: string): Promise<Entry[]> =>
  (await stage.servicenow.call('GET', `/api/now/table/${table}?sysparm_query=${encodeURIComponent(query)}`)).body.result
const record = async (): Promise<Entry> => (await rowsOf('incident', `sys_id=${ticket.sys_id}`))[0] ?? {}
const workNotes = () => rowsOf('sys_journal_field', `element_id=${ticket.sys_id}^element=work_notes`)
const files = () => rowsOf('sys_attachment', `table_sys_id=${ticket.sys_id}`)
const effects = async (): Promise<Entry[]> => (await stage.servicenow.call('GET', '/_sandbox/ledger')).body.effects

test('the work notes tell who is asked, what came of it, and what the analyst says, each once and in this order', async () => {
  const told = (await workNotes()).map(({ value }) => value.split('\n').slice(0, 3).join(' ').split(';')[0])
  expect(told).toEqual([
    '[soarbridge] Activity in SOAR  waiting: block_sender',
    '[soarbridge] Activity in SOAR  approved: block_sender',
    '[soarbridge] Activity in SOAR  succeeded: block_sender (prompt)',
    '[soarbridge] Activity in SOAR  succeeded: local/triage',
    '[soarbridge] Note from SOAR by ada[@]acme[.]example  Verdict',
  ])
})

test('the ticket is closed after all of it was told, with the code that the closing reason means', async () => {
  const { state, close_code, close_notes } = await record()
  expect({ state, close_code, close_notes }).toEqual({
    state: '6',
    close_code: 'Duplicate',
    close_notes: 'Closed in Splunk SOAR (container 1)',
  })
  const happened = (await effects()).map(({ effect }) => effect).filter(effect => effect !== 'webhook.pushed')
  expect(happened.slice(-2)).toEqual(['journal.added', 'record.updated'])
})

test('nothing that the bridge tells comes back', async () => {
  expect((await stage.artifacts()).map(({ label }) => label)).toEqual(['observable', 'ticket'])
  expect((await stage.soar.get('/rest/note')).body.count).toBe(1)
  expect(stage.rows("select kind, state, reason from jobs where state <> 'confirmed'")).toEqual([])
})
