import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { stringify } from 'yaml'
import { lastWord } from '../builders/enrichment-mappings'
import { openKey } from '../support/open-key'
import { createFolder } from '../support/open-store'
import { postEnrichment } from '../support/post-enrichment'
import { openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

const lookup = { source_engine: 'VirusTotal', finding: 'Malicious' }

let stage: Stage
let key: string
beforeAll(async () => {
  const folder = createFolder()
  writeFileSync(path.join(folder, 'mappings.yaml'), stringify({ mappings: [lastWord] }))
  stage = await openStage({ bridge: { folder, secops: { enrichmentMappings: 'mappings.yaml' } } })
  key = await openKey(stage.bridge, 'sn_sec_cmn.api_write')
})
afterAll(() => stage.close())

const post = async (resource: string, body: Record<string, unknown>): Promise<number> =>
  (await postEnrichment(stage.bridge, { as: `Bearer ${key}`, resource, body })).status

const results = async () => (await stage.artifacts()).filter(({ label }) => label === 'enrichment')
const resultsAbout = async (value: string) => (await results()).filter(({ name }) => name.includes(value))
const commentsOf = async (ticket: string): Promise<unknown[]> =>
  (await stage.jira.call('GET', `/rest/api/2/issue/${ticket}/comment`)).body.comments
const rowsOf = async (table: string, query: string): Promise<unknown[]> =>
  (await stage.servicenow.call('GET', `/api/now/table/${table}?sysparm_query=${encodeURIComponent(query)}`)).body.result
const ticketArtifactOf = async (container: number) =>
  (await stage.artifacts()).find(one => one.label === 'ticket' && one.container === container)

test('a result posted before its ticket exists is on the container within five seconds of the webhook', async () => {
  expect(await post('threat_lookup', { observable: '203.0.113.77', ...lookup })).toBeLessThan(300)
  await waitUntil('it is held', () => stage.events('result.held').length === 1)
  expect(stage.rows('select link_id, unlinked_reason from threat_lookup_results')).toEqual([
    { link_id: null, unlinked_reason: 'no-match' },
  ])
  const { key: ticketKey } = await stage.jira.file({ summary: 'Beacon', description: 'to 203.0.113.77' })
  await waitUntil('it is on the container', async () => (await resultsAbout('203.0.113.77')).length === 1, 5_000)
  await stage.quiet()
  const [artifact] = await resultsAbout('203.0.113.77')
  expect(artifact?.cef).toMatchObject({
    sourceAddress: '203.0.113.77',
    finding: 'Malicious',
    sourceEngine: 'VirusTotal',
  })
  const container = (await stage.containers()).find(({ name }) => name.startsWith(ticketKey))
  expect(container?.severity).toBe('high')
  expect((await ticketArtifactOf(container?.id))?.cef).toMatchObject({
    enrichmentFinding: 'Malicious',
    enrichmentFindings: '203.0.113.77: Malicious (VirusTotal Malicious)',
  })
  const triggers = (await stage.soar.effects()).filter(effect => effect === 'automation.triggered')
  expect(triggers).toHaveLength(1)
})

test('the same result posted a hundred times in parallel is one record, one artifact and one file', async () => {
  const { key: ticketKey } = await stage.jira.file({ summary: 'Phishing' })
  await stage.quiet()
  const about = { observable: 'many.example', task: ticketKey, source_engine: 'Talos', finding: 'Suspicious' }
  const fields = { ...about, raw_data: JSON.stringify({ urls: 'many.example '.repeat(500) }) }
  const statuses = await Promise.all(Array.from({ length: 100 }, () => post('threat_lookup', fields)))
  expect(statuses.every(status => status < 300)).toBe(true)
  await waitUntil('it is on the container', async () => (await resultsAbout('many.example')).length > 0)
  await stage.quiet()
  const [artifact, ...more] = await resultsAbout('many.example')
  expect(more).toEqual([])
  expect((await stage.soar.get('/rest/container_attachment')).body.data).toMatchObject([
    { container: artifact?.container, name: artifact?.cef.rawDataFile },
  ])
  expect(await commentsOf(ticketKey)).toHaveLength(1)
  expect(stage.rows("select id from threat_lookup_results where subject = 'many.example'")).toHaveLength(1)
  expect(
    stage.rows("select id from jobs where kind = 'add-enrichment' and command like '%many.example%'"),
  ).toHaveLength(1)
})

test('a Jira ticket has one status comment, edited as results come, and its observables are none of the ticket', async () => {
  const { key: ticketKey } = await stage.jira.file({ summary: 'Mail', description: 'from b.example' })
  await stage.quiet()
  await post('threat_lookup', { observable: 'b.example', task: ticketKey, source_engine: 'Talos', finding: 'Clean' })
  await waitUntil('it is told', async () => (await commentsOf(ticketKey)).length === 1)
  await post('threat_lookup', { observable: 'c.example', task: ticketKey, ...lookup })
  await waitUntil('it is edited', async () => JSON.stringify(await commentsOf(ticketKey)).includes('Malicious'))
  await stage.quiet()
  const comments = await commentsOf(ticketKey)
  expect(comments).toHaveLength(1)
  const text = JSON.stringify(comments[0])
  for (const words of ['c[.]example', 'b[.]example', 'Talos Clean', 'VirusTotal Malicious'])
    expect(text).toContain(words)
  expect(stage.rows(`select observables from links where ticket_key = '${ticketKey}'`)).toEqual([
    { observables: '["domain:b.example"]' },
  ])
})

test('a ServiceNow ticket has one work note and the record of its result, tied to its observable', async () => {
  const { sys_id: id, number } = await stage.servicenow.file({ short_description: 'Beacon' }, 'sn_si_incident')
  await stage.quiet()
  await post('threat_lookup', { observable: 'd.example', task: number, ...lookup })
  await waitUntil('the record is there', async () => (await rowsOf('sn_ti_lookup_result', `task=${id}`)).length > 0)
  await stage.quiet()
  expect(await rowsOf('sn_ti_lookup_result', `task=${id}`)).toMatchObject([
    { finding: 'Malicious', source_engine: 'VirusTotal' },
  ])
  expect(await rowsOf('sn_ti_m2m_task_observable', `task=${id}`)).toHaveLength(1)
  const notes = await rowsOf('sys_journal_field', `element_id=${id}^element=work_notes`)
  expect(notes).toMatchObject([{ value: expect.stringContaining('Malicious: d[.]example') }])
  expect(stage.rows("select kind, reason from jobs where state = 'dead'")).toEqual([])
})

test('a record that a duplicate changes is changed on the container and on the ticket, of either system', async () => {
  const { sys_id: id, number } = await stage.servicenow.file({ short_description: 'Beacon' }, 'sn_si_incident')
  const { key: ticketKey } = await stage.jira.file({ summary: 'Beacon' })
  await stage.quiet()
  const say = (observable: string, task: string | undefined, finding: string) =>
    post('threat_lookup', { enrichment_mapping_id: lastWord.id, raw_data: { observable, task, finding } })
  for (const finding of ['Clean', 'Malicious']) {
    await Promise.all([say('e.example', number, finding), say('f.example', ticketKey, finding)])
    const told = async () => [await rowsOf('sn_ti_lookup_result', `task=${id}`), await commentsOf(ticketKey)]
    await waitUntil('it is told', async () => (await told()).every(said => JSON.stringify(said).includes(finding)))
    await stage.quiet()
  }
  for (const observable of ['e.example', 'f.example'])
    expect(await resultsAbout(observable)).toMatchObject([{ cef: { finding: 'Malicious' }, severity: 'high' }])
  expect(await commentsOf(ticketKey)).toHaveLength(1)
  expect(await rowsOf('sn_ti_lookup_result', `task=${id}`)).toMatchObject([{ finding: 'Malicious' }])
  const notes = (await rowsOf('sys_journal_field', `element_id=${id}^element=work_notes`)) as { value: string }[]
  const lines = notes.map(({ value }) => value.split('\n')[2]?.replace(/ \(Sandbox.*/, ''))
  expect(lines.sort()).toEqual(['Clean: e[.]example', 'Malicious (updated): e[.]example'])
})

test('a later update of the ticket does not lower a severity that was raised', async () => {
  const { key: ticketKey } = await stage.jira.file({ summary: 'Login', priority: { name: 'Low' } })
  await stage.quiet()
  const containerOf = async () => (await stage.containers()).find(({ name }) => name.startsWith(ticketKey))
  const id = (await containerOf())?.id
  await post('threat_lookup', { observable: 'a.example', task: ticketKey, ...lookup })
  await waitUntil('it was raised', async () => (await containerOf())?.severity === 'high')
  await stage.jira.call('PUT', `/rest/api/2/issue/${ticketKey}`, { fields: { summary: 'Login, again' } })
  await stage.quiet()
  expect(await containerOf()).toMatchObject({ severity: 'high', name: `${ticketKey}: Login, again` })
  expect(id).toBeDefined()
})

test('a CI result goes to the ticket that names the host', async () => {
  await stage.servicenow.file({ short_description: 'Malware', cmdb_ci: 'web-77.acme.example' })
  await stage.quiet()
  expect(await post('ci_enrichment', { cmdb_ci: 'WEB-77.acme.example', result: 'patched' })).toBeLessThan(300)
  await waitUntil('it is on the container', async () => (await resultsAbout('WEB-77')).length === 1)
  expect((await resultsAbout('WEB-77'))[0]?.cef).toMatchObject({
    sourceHostName: 'web-77.acme.example',
    result: 'patched',
  })
})
