import { openKey } from '../support/open-key'
import { hasPython, runShell } from '../support/run-program'
import { type Entry, openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

jest.setTimeout(60_000)

const testPython = hasPython() ? test : test.skip

let stage: Stage
let key: string
beforeAll(async () => {
  stage = await openStage()
  key = await openKey(stage.bridge, 'sn_sec_cmn.api_write')
})
afterAll(() => stage.close())

/** Runs the example for a ticket, as its author would; answers the id of the record and what it printed behind it. */
async function runExample(ticket: string): Promise<{ id: string; said: string }> {
  const script = 'python3 examples/virustotal/post_virustotal.py examples/virustotal/ip-address.json'
  const [line = ''] = await runShell(`BRIDGE_URL=${stage.bridge.url} BRIDGE_KEY=${key} ${script} ${ticket}`)
  return { id: line.slice(0, 32), said: line.slice(33) }
}

const recordsOf = (id: string) =>
  stage
    .rows<{ record: string; created_by: string }>(`select * from threat_lookup_results where id = '${id}'`)
    .map(({ record }) => JSON.parse(record) as Entry)
const artifactsOf = async (id: string) => (await stage.artifacts()).filter(({ cef }) => cef.resultId === id)
const rowsOf = async (table: string, query: string): Promise<Entry[]> =>
  (await stage.servicenow.call('GET', `/api/now/table/${table}?sysparm_query=${encodeURIComponent(query)}`)).body.result

/** Everything that the example says, where it lies in the bridge and on the container; answers the container. */
async function expectOnContainer(id: string, ticketName: string): Promise<void> {
  expect(recordsOf(id)).toMatchObject([
    {
      observable: '198.51.100.7',
      source_engine: 'VirusTotal',
      finding: 'Malicious',
      result: '9 malicious, 2 suspicious',
      task: ticketName,
    },
  ])
  const artifacts = await artifactsOf(id)
  expect(artifacts).toMatchObject([
    {
      label: 'enrichment',
      severity: 'high',
      cef: {
        sourceEngine: 'VirusTotal',
        finding: 'Malicious',
        result: '9 malicious, 2 suspicious',
        details: '91 engines, reputation -14',
        rawData: expect.stringContaining('"Engine A"'),
      },
    },
  ])
  expect(Object.values(artifacts[0]?.cef)).toContain('198.51.100.7')
  const container = (await stage.containers()).find(one => one.id === artifacts[0]?.container)
  expect(container).toMatchObject({ name: expect.stringContaining(ticketName), severity: 'high' })
}

testPython('an answer of VirusTotal is on the container of a Jira ticket, and in its status comment', async () => {
  const { key: ticket } = await stage.jira.file({ summary: 'Beacon', description: 'to 198.51.100.7' })
  await stage.quiet()
  const { id, said } = await runExample(ticket)
  expect(said).toBe('198.51.100.7 Malicious')
  await waitUntil('it is on the container', async () => (await artifactsOf(id)).length === 1)
  expect(await runExample(ticket)).toEqual({ id, said })
  await stage.quiet()
  await expectOnContainer(id, ticket)
  const { comments } = (await stage.jira.call('GET', `/rest/api/2/issue/${ticket}/comment`)).body
  expect(comments).toMatchObject([
    { body: expect.stringMatching(/198\[\.\]51\[\.\]100\[\.\]7.*VirusTotal Malicious/s) },
  ])
})

testPython('and of a ServiceNow ticket, in a work note and as a record tied to its observable', async () => {
  const { sys_id: sysId, number } = await stage.servicenow.file({ short_description: 'Beacon' }, 'sn_si_incident')
  await stage.quiet()
  const { id } = await runExample(String(number))
  await waitUntil('the record is there', async () => (await rowsOf('sn_ti_lookup_result', `task=${sysId}`)).length > 0)
  expect((await runExample(String(number))).id).toBe(id)
  await stage.quiet()
  await expectOnContainer(id, String(number))
  expect(await rowsOf('sn_ti_lookup_result', `task=${sysId}`)).toMatchObject([
    {
      finding: 'Malicious',
      source_engine: 'VirusTotal',
      result: '9 malicious, 2 suspicious',
      details: expect.stringContaining('91 engines, reputation -14'),
    },
  ])
  expect(await rowsOf('sn_ti_observable', 'value=198.51.100.7')).toHaveLength(1)
  expect(await rowsOf('sn_ti_m2m_task_observable', `task=${sysId}`)).toHaveLength(1)
  expect(await rowsOf('sys_journal_field', `element_id=${sysId}^element=work_notes`)).toMatchObject([
    { value: expect.stringMatching(/198\[\.\]51\[\.\]100\[\.\]7/) },
  ])
  expect(stage.rows("select kind, reason from jobs where state = 'dead'")).toEqual([])
})
