import { openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
  await waitUntil('SOAR is open', () => stage.events('connection.resumed').some(line => line.connection === 'soar'))
  await stage.soarCalls()
})
afterEach(() => stage.close())

const phishing = {
  summary: 'Phishing mail from hxxp://login.evil[.]example/reset',
  description: 'Sender bad@evil.example, host 203.0.113.7. TLP:GREEN',
  priority: { name: 'High' },
  labels: ['phishing'],
}

test('a filed ticket becomes one container by one POST, the ticket artifact last and alone to trigger', async () => {
  const { id, key } = await stage.jira.file(phishing)
  await stage.quiet()

  // State: the pair stands in the ID mapping table.
  expect(stage.rows('select ticket_id, ticket_key, container_id, state from links')).toEqual([
    { ticket_id: id, ticket_key: key, container_id: '1', state: 'linked' },
  ])
  // Outgoing calls: one.
  expect(await stage.soarCalls()).toEqual(['POST /rest/container'])
  const [container] = await stage.containers()
  expect(container).toMatchObject({
    name: `${key}: ${phishing.summary}`,
    label: 'events',
    severity: 'high',
    sensitivity: 'green',
    status: 'new',
    tags: ['phishing'],
    source_data_identifier: `soarbridge:jira:${id}`,
  })
  const artifacts = await stage.artifacts()
  expect(artifacts.map(artifact => artifact.cef)).toEqual([
    { destinationDnsDomain: 'login.evil.example' },
    { emailAddress: 'bad@evil.example' },
    { sourceAddress: '203.0.113.7' },
    { requestURL: 'http://login.evil.example/reset' },
    expect.objectContaining({ ticketKey: key, ticketUrl: `${stage.jira.url}/browse/${key}` }),
  ])
  const effects = (await stage.soar.get('/_sandbox/ledger')).body.effects
  const triggers = effects.filter((one: { effect: string }) => one.effect === 'automation.triggered')
  expect(triggers).toEqual([expect.objectContaining({ artifact: artifacts.at(-1)?.id })])
  // Jobs: one, confirmed at its first try.
  expect(stage.rows('select kind, state, tries from jobs')).toEqual([
    { kind: 'create-container', state: 'confirmed', tries: 0 },
  ])
  // Event lines: one for each fact.
  expect(stage.events('webhook.received')).toEqual([expect.objectContaining({ status: 'accepted' })])
  expect(stage.events('lane.digested')).toEqual([expect.objectContaining({ receipts: 1, jobs: 1 })])
  expect(stage.events('delivery.attempted')).toEqual([expect.objectContaining({ outcome: 'confirmed' })])
  expect(stage.events('link.linked')).toEqual([expect.objectContaining({ container: '1' })])
})

test('an update costs one GET and at most two writes, and triggers nothing', async () => {
  const { key } = await stage.jira.file(phishing)
  await stage.quiet()
  await stage.soarCalls()
  const fields = { priority: { name: 'Low' }, description: 'Also 198.51.100.9. TLP:GREEN' }
  await stage.jira.call('PUT', `/rest/api/2/issue/${key}`, { fields })
  await stage.quiet()

  expect(await stage.soarCalls()).toEqual(['GET /rest/container/1', 'POST /rest/container/1', 'POST /rest/artifact'])
  expect((await stage.containers())[0]).toMatchObject({ severity: 'low', description: fields.description })
  const artifacts = await stage.artifacts()
  expect(artifacts.filter(artifact => artifact.cef.sourceAddress === '198.51.100.9')).toHaveLength(1)
  expect(artifacts.find(artifact => artifact.label === 'ticket')?.cef.ticketPriority).toBe('Low')
  const effects = await stage.soar.effects()
  expect(effects.filter(effect => effect === 'automation.triggered')).toHaveLength(1)
})

test('what changes nothing for SOAR makes no job', async () => {
  const { key } = await stage.jira.file(phishing)
  await stage.quiet()
  await stage.jira.call('PUT', `/rest/api/2/issue/${key}`, { fields: { environment: 'a laptop' } })
  await stage.quiet()
  expect(stage.rows('select count(*) as count from jobs')).toEqual([{ count: 1 }])
  const lastDigest = () => stage.events('lane.digested').at(-1)
  // It is told right after it is stored.
  await waitUntil('the second digest is told', () => lastDigest()?.decision !== 'job')
  expect(lastDigest()).toMatchObject({ decision: 'unchanged', jobs: 0 })
})

test('observables of comments are added, and a deleted comment takes none away', async () => {
  const { key } = await stage.jira.file({ ...phishing, summary: 'Odd mail', description: '' })
  const comment = await stage.jira.call('POST', `/rest/api/2/issue/${key}/comment`, { body: 'seen at 192.0.2.33' })
  await stage.quiet()
  await stage.jira.call('DELETE', `/rest/api/2/issue/${key}/comment/${comment.body.id}`)
  await stage.quiet()
  const addresses = (await stage.artifacts()).flatMap(artifact => artifact.cef.sourceAddress ?? [])
  expect(addresses).toEqual(['192.0.2.33'])
})

test('a moved ticket keeps its container', async () => {
  const { id } = await stage.jira.file(phishing)
  await stage.quiet()
  await stage.jira.call('POST', '/_sandbox/move', { id, project: 'OPS' })
  await stage.quiet()
  expect(await stage.containers()).toHaveLength(1)
  const [link] = stage.rows<{ ticket_id: string; ticket_key: string }>('select ticket_id, ticket_key from links')
  expect(link?.ticket_id).toBe(id)
  expect(link?.ticket_key).toMatch(/^OPS-/)
  expect((await stage.containers())[0]?.name).toContain(link?.ticket_key)
})

test('a deleted ticket leaves a tombstone and its container, which says so', async () => {
  const { key } = await stage.jira.file(phishing)
  await stage.quiet()
  await stage.jira.call('DELETE', `/rest/api/2/issue/${key}`)
  await stage.quiet()
  expect(stage.rows('select state, container_id from links')).toEqual([{ state: 'tombstone', container_id: '1' }])
  expect((await stage.containers())[0]?.tags).toContain('ticket-deleted')
})

test('automation rules without webhookEvent are received in both formats', async () => {
  const { id, key } = await stage.jira.file(phishing)
  await stage.quiet()
  await stage.jira.call('PUT', `/rest/api/2/issue/${key}`, { fields: { labels: ['phishing', 'vip'] } })
  await stage.quiet()
  for (const format of ['jira', 'automation']) {
    const url = `${stage.bridge.url}/webhooks/jira/jira`
    // Rules cannot sign; this connection wants a signature, so they are refused and leave no row.
    await stage.jira.call('POST', '/_sandbox/automation', { issueId: id, url, format })
  }
  await stage.quiet()
  expect(stage.events('webhook.refused')).toHaveLength(2)
  expect(stage.rows('select count(*) as count from links')).toEqual([{ count: 1 }])
})
