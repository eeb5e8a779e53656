import { openBridge, type RunningBridge, webhookSecret } from '../support/bridge'
import { type OpenedJira, openJira } from '../support/open-jira'
import { isQuiet, readTables } from '../support/read-bridge'
import { type OpenedSoar, openSoar } from '../support/soar-sandbox'
import { waitUntil } from '../support/wait-until'

let soar: OpenedSoar
let jiras: [OpenedJira, OpenedJira]
let bridge: RunningBridge
beforeAll(async () => {
  soar = await openSoar()
  jiras = [await openJira(), await openJira()]
  const [first, second] = jiras
  const other = { name: 'jira-2', kind: 'jira', url: second.url, soar: 'soar', webhook: { secrets: [webhookSecret] } }
  bridge = await openBridge({
    ...{ soarUrl: soar.url, soarToken: soar.token, jiraUrl: first.url, jira: first.connection },
    more: { tickets: [{ ...other, ...second.connection }] },
    polling: { seconds: 0.05 },
  })
  await first.pushTo(bridge.url)
  await second.call('POST', '/rest/webhooks/1.0/webhook', {
    name: 'bridge',
    url: `${bridge.url}/webhooks/jira/jira-2`,
    events: ['jira:issue_created', 'jira:issue_updated', 'comment_created'],
    secret: webhookSecret,
  })
}, 30_000)
afterAll(async () => {
  await bridge.close()
  await Promise.all([soar.close(), ...jiras.map(jira => jira.close())])
})

test('tickets of equal id and key in two Jiras are two containers, and what happens in one stays with its ticket', async () => {
  const [mine, theirs] = await Promise.all(jiras.map((jira, index) => jira.file({ summary: `Of Jira ${index + 1}` })))
  expect(mine).toMatchObject({ id: theirs?.id, key: theirs?.key })
  await waitUntil('both are there', async () => (await containers()).length === 2)
  const theirsInSoar = (await containers()).find(({ name }) => name.includes('Of Jira 2'))
  await soar.post(`/rest/container/${theirsInSoar?.id}`, { status: 'closed' })
  await soar.post('/rest/note', { container_id: theirsInSoar?.id, title: 'Verdict', content: 'A lure' })
  const [first, second] = jiras
  await waitUntil('its ticket is closed', async () => (await statusIn(second)) === 'Done')
  await waitUntil('its ticket has the note', async () => (await commentsIn(second)).length === 1)
  await waitUntil('everything is delivered', () => isQuiet(bridge.folder))

  expect((await containers()).map(one => one.source_data_identifier).sort()).toEqual([
    `soarbridge:jira-2:${mine?.id}`,
    `soarbridge:jira:${mine?.id}`,
  ])
  expect([await statusIn(first), await commentsIn(first)]).toEqual(['To Do', []])
  expect(readTables(bridge.folder, 'select connection, ticket_id from links order by connection')).toEqual([
    { connection: 'jira', ticket_id: mine?.id },
    { connection: 'jira-2', ticket_id: mine?.id },
  ])

  async function statusIn(jira: OpenedJira): Promise<string> {
    return (await jira.call('GET', `/rest/api/2/issue/${mine?.id}`)).body.fields.status.name
  }
  async function commentsIn(jira: OpenedJira): Promise<object[]> {
    return (await jira.call('GET', `/rest/api/2/issue/${mine?.id}/comment`)).body.comments
  }
}, 60_000)

async function containers(): Promise<{ id: number; name: string; source_data_identifier: string }[]> {
  return (await soar.get('/_sandbox/state')).body.containers
}
