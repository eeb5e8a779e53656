import { sha256Hex } from '../../src/domain/ids'
import { openBridge, type RunningBridge } from '../support/bridge'
import { openKey, openTenantKey } from '../support/open-key'
import { postEnrichment } from '../support/post-enrichment'
import { type Entry, openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

let stage: Stage
/** The stage's, and those after it on the same database. */
let bridge: RunningBridge
let key: string
beforeAll(async () => {
  stage = await openStage({ bridge: { secops: { unlinked: 'create-container', unlinkedSeconds: 0.2 } } })
  bridge = stage.bridge
  key = await openKey(bridge, 'sn_sec_cmn.api_write')
})
afterAll(async () => {
  await bridge.stop()
  await stage.close()
})

async function post(observable: string, more: Record<string, string> = {}, as = key): Promise<void> {
  const body = { observable, source_engine: 'VirusTotal', finding: 'Malicious', ...more }
  const { status } = await postEnrichment(bridge, { as: `Bearer ${as}`, resource: 'threat_lookup', body })
  expect(status).toBe(201)
}

const sdiOf = (subject: string, tenant = 'default') => `soarbridge:results:${tenant}:${sha256Hex(subject)}`
const containerOf = async (sdi: string) =>
  (await stage.containers()).filter(({ source_data_identifier }) => source_data_identifier === sdi)
const artifactsOf = async (container: unknown) => (await stage.artifacts()).filter(one => one.container === container)
const resultsOn = async (container: unknown) =>
  (await artifactsOf(container)).filter(({ label }) => label === 'enrichment')
const commentsOf = async (ticket: string): Promise<unknown[]> =>
  (await stage.jira.call('GET', `/rest/api/2/issue/${ticket}/comment`)).body.comments

async function listed(path: string, as: string): Promise<Entry[]> {
  const response = await fetch(bridge.url + path, { headers: { Authorization: `Bearer ${as}` } })
  return ((await response.json()) as { items: Entry[] }).items
}
const connectionsSeen = async (as: string) =>
  new Set((await listed('/v1/links', as)).map(({ connection }) => connection))

test('results that no ticket claims share one container of what they are about', async () => {
  await post('203.0.113.5')
  await post('203[.]0[.]113[.]5', { source_engine: 'Talos', finding: 'Clean' })
  const sdi = sdiOf('ipv4:203.0.113.5')
  await waitUntil('both are there', async () => (await resultsOn((await containerOf(sdi))[0]?.id)).length === 2, 5_000)
  await stage.quiet()
  const containers = await containerOf(sdi)
  expect(containers).toMatchObject([{ name: 'Results about 203.0.113.5', severity: 'high', label: 'events' }])
  const artifacts = await artifactsOf(containers[0]?.id)
  expect(artifacts.map(({ label }) => label).sort()).toEqual(['enrichment', 'enrichment', 'observable', 'subject'])
  expect(artifacts.find(({ label }) => label === 'subject')?.cef).toMatchObject({
    enrichmentSubject: '203.0.113.5',
    enrichmentFinding: 'Malicious',
    enrichmentFindings: '203.0.113.5: Malicious (VirusTotal Malicious, Talos Clean)',
  })
  await post('203.0.113.5', { source_engine: 'A later one' })
  await waitUntil('it joins them', async () => (await resultsOn(containers[0]?.id)).length === 3, 5_000)
  expect(await containerOf(sdi)).toHaveLength(1)
})

test('a ticket that comes later gets the result too, once, and is told of it', async () => {
  await post('late.example')
  const sdi = sdiOf('domain:late.example')
  await waitUntil('it is there', async () => (await resultsOn((await containerOf(sdi))[0]?.id)).length === 1, 5_000)
  const { key: ticketKey } = await stage.jira.file({ summary: 'Beacon', description: 'to late.example' })
  await waitUntil('the ticket knows', async () => (await commentsOf(ticketKey)).length === 1, 5_000)
  await stage.quiet()
  const ticketContainer = (await stage.containers()).find(({ name }) => name.startsWith(ticketKey))
  expect(await resultsOn(ticketContainer?.id)).toHaveLength(1)
  expect(await resultsOn((await containerOf(sdi))[0]?.id)).toHaveLength(1)
  expect(
    stage.rows(`select ticket_key from threat_lookup_results r join links on links.id = r.link_id
    where r.subject = 'late.example'`),
  ).toEqual([{ ticket_key: ticketKey }])
  // From now on there is a ticket that claims what is about it.
  await post('late.example', { source_engine: 'Talos' })
  await waitUntil('it is there', async () => (await resultsOn(ticketContainer?.id)).length === 2, 5_000)
  await stage.quiet()
  expect(await resultsOn((await containerOf(sdi))[0]?.id)).toHaveLength(1)
  expect(await commentsOf(ticketKey)).toHaveLength(1)
})

test('tenants do not share such a container, nor see another one’s', async () => {
  const acme = await openTenantKey(bridge, 'acme', ['sn_sec_cmn.api_write', 'bridge.viewer'])
  const own = await openKey(bridge, 'bridge.viewer')
  await post('shared.example')
  await post('shared.example', {}, acme)
  const sdis = [sdiOf('domain:shared.example'), sdiOf('domain:shared.example', 'acme')]
  for (const sdi of sdis) await waitUntil('it is there', async () => (await containerOf(sdi)).length === 1, 5_000)
  await stage.quiet()
  expect(await connectionsSeen(acme)).toEqual(new Set(['results:acme']))
  expect((await listed('/v1/connections', acme)).map(({ name }) => name)).toEqual(['soar'])
  expect(await connectionsSeen(own)).toEqual(new Set(['jira', 'results:default']))
})

describe('after a restart', () => {
  async function restart(secops: Record<string, unknown>): Promise<RunningBridge> {
    await bridge.stop()
    bridge = await openBridge({
      soarUrl: stage.soar.url,
      soarToken: stage.soar.token,
      jiraUrl: stage.jira.url,
      jira: stage.jira.connection,
      folder: stage.bridge.folder,
      secops,
    })
    return bridge
  }

  test('these containers are held where SOAR does not know their label', async () => {
    const { lines } = await restart({ unlinked: 'create-container', unlinkedSeconds: 0, unlinkedLabel: 'unheard-of' })
    await post('held.example')
    const jobs = () => stage.rows("select state, sent_at from jobs where command like '%Results about held.example%'")
    await waitUntil('its job is there', () => jobs().length === 1)
    await waitUntil('the words were read', () => lines.some(({ message }) => message === 'vocabulary.unknown'))
    expect(lines.find(({ message }) => message === 'vocabulary.unknown')).toMatchObject({ connection: 'results:*' })
    expect(jobs()).toEqual([{ state: 'waiting', sent_at: null }])
  })

  test('without the policy results wait for their ticket, and what there is stays, each tenant’s own', async () => {
    const { lines } = await restart({})
    const acme = await openTenantKey(bridge, 'acme', ['bridge.viewer'])
    expect(await connectionsSeen(acme)).toEqual(new Set(['results:acme']))
    await post('waiting.example')
    await waitUntil('it is held', () => lines.some(({ message }) => message === 'result.held'))
    expect(stage.rows("select link_id from threat_lookup_results where subject = 'waiting.example'")).toEqual([
      { link_id: null },
    ])
  })
})
