import { randomFrom } from '../support/shuffle'
import { openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

let stage: Stage
beforeEach(async () => {
  stage = await openStage({
    bridge: { polling: { sweepSeconds: 0.3 } },
    // ServiceNow tells nobody of its incidents.
    push: { tables: ['problem'] },
  })
  await waitUntil('sweeping begins', () => checkpoints().length > 0)
})
afterEach(() => stage.close())

const checkpoints = () => stage.rows<{ at: number }>("select at from checkpoints where collection = 'sweep'")

/** The sandbox tells nobody meanwhile. */
async function whileLost(change: () => Promise<unknown>): Promise<void> {
  await stage.jira.idle()
  const [webhook] = (await stage.jira.call('GET', '/rest/webhooks/1.0/webhook')).body
  await stage.jira.call('DELETE', `/rest/webhooks/1.0/webhook/${webhook.self.split('/').pop()}`)
  await change()
  await stage.jira.pushTo(stage.bridge.url)
}

test('what webhooks did not tell is found by sweeps: tickets, changes, and comments behind a later change', async () => {
  const random = randomFrom(5)
  const keys: string[] = []
  const lost: string[] = []
  for (let one = 0; one < 20; one += 1) {
    const file = async () => void keys.push((await stage.jira.file({ summary: `Ticket ${one}` })).key)
    const isLost = one === 3 || random() < 0.05
    if (isLost) lost.push(`ticket ${one}`)
    await (isLost ? whileLost(file) : file())
  }
  await whileLost(() => stage.jira.call('PUT', `/rest/api/2/issue/${keys[0]}`, { fields: { summary: 'Renamed' } }))
  await whileLost(() => stage.jira.call('POST', `/rest/api/2/issue/${keys[1]}/comment`, { body: 'seen at 192.0.2.33' }))
  await stage.jira.call('PUT', `/rest/api/2/issue/${keys[1]}`, { fields: { labels: ['later'] } })

  await waitUntil('the comment is there', async () =>
    (await stage.artifacts()).some(({ cef }) => cef.sourceAddress === '192.0.2.33'),
  )
  await waitUntil('the last is known', () => stage.events('ticket.found').length >= lost.length + 2)
  await stage.quiet()
  const names = (await stage.containers()).map(({ name }) => name)
  expect(names).toHaveLength(20)
  expect(names).toContain(`${keys[0]}: Renamed`)
  expect(names).toContain(`${keys[3]}: Ticket 3`)
})

test('a sweep of what is known makes no receipt', async () => {
  await stage.jira.file({ summary: 'Known' })
  await stage.quiet()
  const sweeps = () => stage.events('tickets.swept').filter(({ connection }) => connection === 'jira')
  const before = sweeps().length
  await waitUntil('two sweeps went by', () => sweeps().length > before + 2)
  expect(stage.rows("select id from receipts where delivery_id like 'sweep:%'")).toEqual([])
  expect(stage.events('ticket.found')).toEqual([])
  expect(sweeps().at(-1)).toMatchObject({ found: 0, known: 1 })
})

test('tickets of every table of ServiceNow are found', async () => {
  const swept = () => stage.rows("select 1 from checkpoints where connection = 'servicenow'").length
  await waitUntil('both tables and their files are swept', () => swept() === 3)
  await stage.servicenow.file({ short_description: 'Lost incident' })
  await stage.servicenow.file({ short_description: 'Lost security incident' }, 'sn_si_incident')
  await waitUntil('both are there', async () => (await stage.containers()).length === 2)
  expect(stage.events('webhook.received')).toEqual([])
  const sweeps = () => stage.events('tickets.swept').length
  const before = sweeps()
  await waitUntil('they are swept again', () => sweeps() > before + 6)
  expect(stage.events('ticket.found').map(({ connection }) => connection)).toEqual(['servicenow', 'servicenow'])
})
