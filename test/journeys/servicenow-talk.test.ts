import { type Entry, openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

let stage: Stage
let ticket: Record<string, string>
afterEach(() => stage.close())

async function open(push: Record<string, unknown>, polling: { sweepSeconds: number }): Promise<void> {
  stage = await openStage({ push, bridge: { polling: { seconds: 0.1, ...polling } } })
  const swept = () => stage.rows("select 1 from checkpoints where connection = 'servicenow'").length
  await waitUntil('sweeping begins', () => swept() === 3)
  ticket = await stage.servicenow.file({ short_description: 'Phishing mail' })
  await waitUntil('there is a container', async () => (await stage.containers()).length === 1)
}

const say = (values: object) =>
  stage.servicenow.as('beth.anglin')('PATCH', `/api/now/table/incident/${ticket.sys_id}`, values)
async function attach(name: string): Promise<void> {
  const query = `table_name=incident&table_sys_id=${ticket.sys_id}&file_name=${name}`
  const { status } = await stage.servicenow.as('beth.anglin')('POST', `/api/now/attachment/file?${query}`, 'From: eve')
  expect(status).toBe(201)
}
const notes = async (): Promise<Entry[]> => (await stage.soar.list('/rest/note', {})).body.data
const files = async (): Promise<Entry[]> =>
  (await stage.soar.list('/rest/container_attachment', { pretty: '' })).body.data
const entries = async (): Promise<Entry[]> =>
  (await stage.servicenow.call('GET', `/api/now/table/sys_journal_field?element_id=${ticket.sys_id}`)).body.result

/** What people say and attach on both sides, up to where all of it is on the other. */
async function talk(): Promise<void> {
  await say({ work_notes: 'Seen on 192.0.2.44' })
  await say({ comments: 'Please call' })
  await attach('mail.eml')
  await waitUntil('SOAR has both', async () => (await notes()).length === 2)
  await waitUntil('the vault has the file', async () => (await files()).length === 1)
  await stage.soar.post('/rest/note', { container_id: 1, note_type: 'general', title: 'Verdict', content: 'A lure' })
  await waitUntil('the note is told', async () => (await entries()).length === 3)
  const [quoted] = (await entries()).filter(({ value }) => value.includes('A lure'))
  await say({ work_notes: `I agree with\n${quoted?.value}` })
  await waitUntil('SOAR has the answer to it', async () => (await notes()).length === 4)
}

async function expectEachOnce(): Promise<void> {
  await stage.quiet()
  expect((await notes()).map(({ title }) => title.replace(/ \[.*/, '')).sort()).toEqual([
    `Comment: beth.anglin, ${ticket.number}`,
    `Comment: beth.anglin, ${ticket.number}`,
    `Public comment: beth.anglin, ${ticket.number}`,
    'Verdict',
  ])
  expect((await files()).map(({ name }) => name)).toEqual([expect.stringMatching(/^[0-9a-f]{26}-mail\.eml$/)])
  expect(await entries()).toHaveLength(4)
  expect((await stage.artifacts()).map(({ cef }) => cef.sourceAddress).filter(Boolean)).toEqual(['192.0.2.44'])
  expect(stage.rows("select kind, state, reason from jobs where state <> 'confirmed'")).toEqual([])
}

test('what people say and attach in a ticket that nobody pushes is found by sweeps, each once', async () => {
  await open({ tables: ['problem'] }, { sweepSeconds: 0.2 })
  await talk()
  const sweeps = () => stage.events('tickets.swept').length
  const before = sweeps()
  await waitUntil('all is swept again', () => sweeps() > before + 8)
  await expectEachOnce()
  expect(stage.events('webhook.received')).toEqual([])
})

test('what people say and attach comes with pushes that tell nothing of it', async () => {
  await open({ format: 'notification', tables: ['incident', 'sys_attachment'] }, { sweepSeconds: 3600 })
  await talk()
  await expectEachOnce()
})

test('a whole record tells that something was said, and its file comes with what is said next', async () => {
  await open({ format: 'full' }, { sweepSeconds: 3600 })
  await attach('mail.eml')
  await say({ work_notes: 'See the file' })
  await waitUntil('SOAR has it', async () => (await notes()).length === 1)
  await waitUntil('and the file', async () => (await files()).length === 1)
})

test('where the entries may not be listed, the journal is read as one text, each entry once', async () => {
  await open({ format: 'full' }, { sweepSeconds: 0.2 })
  const rule = { table: 'sys_journal_field', operation: 'read', roles: ['nobody'] }
  await stage.servicenow.call('POST', '/_sandbox/rule', rule)
  await say({ work_notes: 'first' })
  await waitUntil('SOAR has the first', async () => (await notes()).length === 1)
  await stage.soar.post('/rest/note', { container_id: 1, note_type: 'general', title: 'Verdict', content: 'A lure' })
  await waitUntil(
    'it is told',
    () => stage.rows("select 1 from jobs where kind = 'upsert-comment' and state = 'confirmed'").length === 1,
  )
  await say({ comments: 'second' })
  await waitUntil('SOAR has the second', async () => (await notes()).length === 3)
  const sweeps = () => stage.events('tickets.swept').length
  const before = sweeps()
  await waitUntil('all is swept again', () => sweeps() > before + 8)
  await stage.quiet()
  expect((await notes()).map(({ content }) => content).sort()).toEqual(['A lure', 'first', 'second'])
})
