import { createHttpClient, failureOfStatus } from '../../../src/connectors/http-client'
import { createServiceNowConnector, type ServiceNowConnectorOptions } from '../../../src/connectors/servicenow'
import { createSystemClock } from '../../../src/system-clock'
import { buildResultRecord } from '../../builders/ticket-commands'
import { trySending } from '../../conformance/ticket-writer-suite'
import { failureOf } from '../../support/http-client-stage'
import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
let ticket: { id: string; collection: string }
beforeAll(async () => {
  snow = await startServiceNowStage(
    {
      columns: { sn_ti_lookup_result: ['correlation_id'] },
      roles: ['itil', 'sn_ti.write', 'sn_sec_cmn.api_write'],
    },
    [],
  )
})
beforeEach(async () => {
  await snow.scenario({ name: 'clear' })
  ticket = { id: (await snow.file()).sys_id ?? '', collection: 'incident' }
})
afterAll(() => snow.close())

function connect(more: Partial<ServiceNowConnectorOptions> = {}) {
  const clock = createSystemClock()
  const http = createHttpClient({ baseUrl: snow.url, basic: { user: 'soarbridge', password: snow.password }, clock })
  const webhook = { secrets: ['hush'] }
  const options = { connection: 'snow', url: snow.url, webhook, http, failureOfStatus, clock }
  return createServiceNowConnector({ ...options, tables: ['incident'], ...more })
}

async function rows(table: string, query: string): Promise<Record<string, string>[]> {
  const plain = 'sysparm_exclude_reference_link=true'
  const path = `/api/now/table/${table}?${plain}&sysparm_query=${encodeURIComponent(query)}`
  return (await snow.call('GET', path)).body.result
}

/** Each ticket has an observable of its own. */
const observableOf = () => ({ column: 'observable', value: `${ticket.id}.example`, type: 'Domain name' })
const buildRecord = (changes: Parameters<typeof buildResultRecord>[0] = {}) =>
  buildResultRecord({ ticket, observable: observableOf(), ...changes })

test('a result stands in its table, with its observable, tied to the ticket', async () => {
  const command = buildRecord()
  const { id, notes } = await connect().apply(command, trySending())
  expect(notes).toEqual([])
  const [observable] = await rows('sn_ti_observable', `value=${observableOf().value}`)
  const [type] = await rows('sn_ti_observable_type', 'name=Domain name')
  expect(observable?.type).toBe(type?.sys_id)
  expect(await rows('sn_ti_lookup_result', `task=${ticket.id}`)).toMatchObject([
    {
      sys_id: id,
      observable: observable?.sys_id,
      source_engine: 'VirusTotal',
      finding: 'Malicious',
      details: `57 of 70\n\n[soarbridge:${command.marker.value}]`,
    },
  ])
  expect(await rows('sn_ti_m2m_task_observable', `task=${ticket.id}`)).toMatchObject([
    { observable: observable?.sys_id },
  ])
})

test('an observable that is there already is taken, whatever the case of its letters', async () => {
  const { value } = observableOf()
  await snow.call('POST', '/api/now/table/sn_ti_observable', { body: { value: value.toUpperCase() } })
  await connect().apply(buildRecord(), trySending())
  expect(await rows('sn_ti_observable', `value=${value}`)).toHaveLength(1)
})

test('many tickets that name a new observable at once make it once', async () => {
  const connector = connect()
  const observable = observableOf()
  const filed = await Promise.all([1, 2, 3, 4, 5].map(() => snow.file()))
  const commands = filed.map(({ sys_id: id = '' }) => buildResultRecord({ ticket: { id }, observable }))
  await Promise.all(commands.map(command => connector.apply(command, trySending())))
  const [made, ...others] = await rows('sn_ti_observable', `value=${observable.value}`)
  expect(others).toEqual([])
  expect(await rows('sn_ti_lookup_result', `observable=${made?.sys_id}`)).toHaveLength(5)
})

test('a record can be marked in a column of its own, and stand without observable and tie', async () => {
  const connector = connect()
  const marker = { column: 'correlation_id', value: `m-${ticket.id}` }
  const command = buildRecord({ marker, observable: null, relation: null })
  const { id } = await connector.apply(command, trySending())
  expect(await rows('sn_ti_lookup_result', `task=${ticket.id}`)).toMatchObject([
    { sys_id: id, correlation_id: marker.value, details: '57 of 70' },
  ])
  expect(await connector.lookUp(command, trySending())).toMatchObject({ status: 'found', applied: { id } })
  expect(await connector.apply(command, trySending(true))).toEqual({ id, notes: [] })
})

test('a table without the column is refused before anything is written', async () => {
  const connector = connect()
  await connector.apply(buildRecord(), trySending())
  const command = buildRecord({ marker: { column: 'u_nowhere', value: 'm' } })
  const refused = { kind: 'misconfigured', code: 'no-such-column', effect: 'none' }
  const sending = trySending()
  expect(await failureOf(connector.apply(command, sending))).toMatchObject(refused)
  expect(sending.announced).toBe(0)
  expect(await failureOf(connector.lookUp(command, trySending()))).toMatchObject(refused)
  expect(await rows('sn_ti_lookup_result', `task=${ticket.id}`)).toHaveLength(1)
})

test.each([
  ['a script', 'javascript:gs.sleep(1000)//'],
  ['a script in a script', 'JavaScript:javascript:gs.now()'],
  ['a caret', 'http://evil.example/^ORvalueISNOTEMPTY'],
  ['more than a request line', `http://evil.example/${'x'.repeat(3_000)}`],
])('an observable that holds %s is compared, not run', async (_, text) => {
  const connector = connect()
  const value = text + ticket.id
  const command = buildRecord({ observable: { column: 'observable', value } })
  const { id } = await connector.apply(command, trySending())
  expect(await connector.lookUp(command, trySending())).toMatchObject({ status: 'found', applied: { id } })
  expect(await connector.apply(command, trySending(true))).toMatchObject({ id })
  const observables = await rows('sn_ti_observable', `valueENDSWITH${ticket.id}`)
  expect(observables.map(each => each.value)).toEqual([value])
})

test('a record of a result that changed holds what it says now, and is still one', async () => {
  const connector = connect()
  const command = buildRecord()
  const { id } = await connector.apply(command, trySending())
  const change = buildRecord({
    isChange: true,
    columns: { ...command.columns, finding: 'Clean', details: '0 of 70' },
  })
  expect(await connector.lookUp(change, trySending())).toEqual({ status: 'missing', what: 'columns: finding, details' })
  const sending = trySending()
  expect(await connector.apply(change, sending)).toEqual({ id, notes: [] })
  expect(sending.announced).toBe(1)
  expect(await rows('sn_ti_lookup_result', `task=${ticket.id}`)).toMatchObject([
    { sys_id: id, finding: 'Clean', details: `0 of 70\n\n[soarbridge:${command.marker.value}]`, sys_mod_count: '1' },
  ])
  expect(await connector.lookUp(change, trySending())).toMatchObject({ status: 'found', applied: { id } })
  const again = trySending(true)
  expect(await connector.apply(change, again)).toEqual({ id, notes: [] })
  expect(again.announced).toBe(0)
  // The older form, tried once more, finds its record and takes nothing back.
  expect(await connector.apply(command, trySending(true))).toEqual({ id, notes: [] })
  expect(await rows('sn_ti_lookup_result', `task=${ticket.id}`)).toMatchObject([{ finding: 'Clean' }])
})

test('a change is known again where only the marker stood in the column, and makes the record where there is none', async () => {
  const connector = connect()
  const { details, ...columns } = buildRecord().columns
  const change = buildRecord({ isChange: true, columns: { ...columns, details: details ?? '' } })
  const { id } = await connector.apply(buildRecord({ columns }), trySending())
  expect(await connector.apply(change, trySending())).toEqual({ id, notes: [] })
  expect(await rows('sn_ti_lookup_result', `task=${ticket.id}`)).toMatchObject([
    { details: `57 of 70\n\n[soarbridge:${change.marker.value}]` },
  ])
  const fresh = buildRecord({ isChange: true, marker: { column: 'details', value: `n-${ticket.id}` } })
  const made = await connector.apply(fresh, trySending())
  expect(made.id).not.toBe(id)
  expect(await rows('sn_ti_lookup_result', `task=${ticket.id}`)).toHaveLength(2)
})

const steps = ['sn_ti_observable', 'sn_ti_m2m_task_observable', 'sn_ti_lookup_result']
const faults = [
  { name: 'reset-before-commit' },
  { name: 'reset-after-commit' },
  { name: 'error', status: 504, commit: true },
  { name: 'throttle', retryAfter: 1 },
]
const matrix = steps.flatMap(table => faults.map(fault => [fault.name, table, fault] as const))

test.each(matrix)('%s at the insert into %s leaves one of each in the end', async (_, table, fault) => {
  const connector = connect()
  const command = buildRecord()
  await snow.scenario({ ...fault, method: 'POST', path: `/api/now/table/${table}`, times: 1 })
  const effect = fault.name === 'throttle' ? 'none' : 'unknown'
  expect(await failureOf(connector.apply(command, trySending()))).toMatchObject({ effect })
  await connector.apply(command, trySending(true))
  expect(await connector.lookUp(command, trySending())).toMatchObject({ status: 'found' })
  expect(await rows('sn_ti_observable', `value=${observableOf().value}`)).toHaveLength(1)
  expect(await rows('sn_ti_m2m_task_observable', `task=${ticket.id}`)).toHaveLength(1)
  expect(await rows('sn_ti_lookup_result', `task=${ticket.id}`)).toHaveLength(1)
})

test('a record that is there twice is told', async () => {
  const connector = connect()
  const command = buildRecord()
  await connector.apply(command, trySending())
  const [{ task, details } = {}] = await rows('sn_ti_lookup_result', `task=${ticket.id}`)
  await snow.call('POST', '/api/now/table/sn_ti_lookup_result', { body: { task, details } })
  expect(await connector.findDuplicates(command)).toMatchObject([{ what: 'record' }])
})

test('what our user may not insert is denied', async () => {
  await snow.scenario({ name: 'forbidden', method: 'POST', path: '/api/now/table/sn_ti_lookup_result', times: 1 })
  const denied = { kind: 'denied', code: 'forbidden', effect: 'none' }
  expect(await failureOf(connect().apply(buildRecord(), trySending()))).toMatchObject(denied)
})

describe('a result that goes by the SecOps API', () => {
  const path = '/api/sn_sec_cmn/v1/secops_integration_capabilities'
  const buildPosted = () => buildRecord({ resource: 'threat_lookup' })
  const posts = async () =>
    (await snow.call('GET', '/_sandbox/requests')).body.requests
      .map((request: { path: string }) => request.path)
      .filter((each: string) => each.includes('secops_integration'))

  test.each([null, 'fields'])('is the same record, posted where it is told to, columns in %s', async fieldsName => {
    const before = (await posts()).length
    const { id, notes } = await connect({ secops: { path, fieldsName } }).apply(buildPosted(), trySending())
    expect(notes).toEqual([])
    expect((await posts()).slice(before)).toEqual([`${path}/threat_lookup`])
    const [observable] = await rows('sn_ti_observable', `value=${observableOf().value}`)
    expect(await rows('sn_ti_lookup_result', `task=${ticket.id}`)).toMatchObject([
      { sys_id: id, observable: observable?.sys_id, finding: 'Malicious' },
    ])
    expect(await rows('sn_ti_m2m_task_observable', `task=${ticket.id}`)).toHaveLength(1)
  })

  test('is not believed to be there where its table does not show it', async () => {
    await snow.scenario({ name: 'error', status: 200, method: 'POST', path: '/api/sn_sec_cmn', times: 1 })
    const failure = { kind: 'rejected', code: 'not-kept', effect: 'unknown' }
    expect(await failureOf(connect().apply(buildPosted(), trySending()))).toMatchObject(failure)
  })

  test('is refused in one piece where the API is elsewhere', async () => {
    const secops = { path: '/api/x_other', fieldsName: null }
    const refused = { kind: 'rejected', status: 400, effect: 'none' }
    expect(await failureOf(connect({ secops }).apply(buildPosted(), trySending()))).toMatchObject(refused)
    expect(await rows('sn_ti_lookup_result', `task=${ticket.id}`)).toEqual([])
  })
})
