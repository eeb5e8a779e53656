import { createServiceNowConnector } from '../../../src/connectors/servicenow'
import { failureOfStatus, type ServerAnswer, startAnsweringServer } from '../../support/answering-server'
import { readFixture } from '../../support/read-fixture'

const close: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(close.splice(0).map(each => each())))

async function startConnector(answers: Record<string, ServerAnswer>) {
  const server = await startAnsweringServer(answers)
  close.push(server.close)
  const connector = createServiceNowConnector({
    connection: 'servicenow',
    url: 'https://acme.service-now.com',
    tables: ['incident', 'sn_si_incident'],
    webhook: { basic: { user: 'servicenow', password: 'word' } },
    http: server.http,
    failureOfStatus,
    clock: { now: () => 1000 },
  })
  return { connector, asked: server.asked }
}

const id = '9d385017c611228701d22104cc95c371'
const recordIn = (table: string) =>
  `/api/now/table/${table}/${id}?sysparm_display_value=all&sysparm_exclude_reference_link=true`
const numberIn = (table: string) =>
  `/api/now/table/${table}?sysparm_query=number=INC0010023&sysparm_fields=sys_id,number&sysparm_limit=2`

describe('readTicket', () => {
  test('answers the record as a push would have told it, as a whole', async () => {
    const { connector } = await startConnector({
      [recordIn('incident')]: { body: readFixture('servicenow/with-labels') },
    })
    const { changes } = connector.normalize(readFixture('servicenow/with-labels'), 5)
    expect(await connector.readTicket({ id, collection: 'incident' })).toEqual({ ...changes[0], complete: true })
  })

  test('asks each table where it is not known which', async () => {
    const body = readFixture('servicenow/with-labels')
    const { connector, asked } = await startConnector({ [recordIn('sn_si_incident')]: { body } })
    expect(await connector.readTicket({ id })).toMatchObject({ collection: 'sn_si_incident' })
    expect(asked).toHaveLength(2)
  })

  test('answers null where every table answers 404', async () => {
    const { connector } = await startConnector({})
    expect(await connector.readTicket({ id })).toBeNull()
    expect(await connector.readTicket({ id, collection: 'incident' })).toBeNull()
  })

  test.each([
    ['another record', { result: { sys_id: '46d44a23a9fe19810012d100cca80666' } }],
    ['no record', { error: { message: 'x', detail: null }, status: 'failure' }],
  ])('does not take %s for the ticket', async (_, body) => {
    const { connector } = await startConnector({ [recordIn('incident')]: { body } })
    await expect(connector.readTicket({ id })).rejects.toMatchObject({ kind: 'unavailable' })
  })

  test('raises what a status stands for', async () => {
    const { connector } = await startConnector({ [recordIn('incident')]: { status: 401, body: {} } })
    await expect(connector.readTicket({ id })).rejects.toMatchObject({ kind: 'denied' })
  })

  test('asks for nothing that is no id', async () => {
    const { connector, asked } = await startConnector({})
    expect(await connector.readTicket({ id: '..' })).toBeNull()
    expect(asked).toEqual([])
  })
})

describe('resolveTicketId', () => {
  test('answers the id behind a number and the table it was found in', async () => {
    const { connector } = await startConnector({
      [numberIn('incident')]: { body: { result: [] } },
      [numberIn('sn_si_incident')]: { body: { result: [{ sys_id: id, number: 'INC0010023' }] } },
    })
    expect(await connector.resolveTicketId({ key: 'INC0010023' })).toEqual({ id, collection: 'sn_si_incident' })
  })

  test('does not take a row with another number, as come where a query is not understood', async () => {
    const { connector } = await startConnector({
      [numberIn('incident')]: { body: { result: [{ sys_id: id, number: 'INC0000001' }] } },
    })
    expect(await connector.resolveTicketId({ key: 'INC0010023', collection: 'incident' })).toBeNull()
  })

  test('asks for nothing that is no number', async () => {
    const { connector, asked } = await startConnector({})
    expect(await connector.resolveTicketId({ key: 'INC1^ORnumberISNOTEMPTY' })).toBeNull()
    expect(asked).toEqual([])
  })
})

describe('probe', () => {
  const peek = '/api/now/table/incident?sysparm_fields=sys_id&sysparm_limit=1'

  test('succeeds where the first table can be read', async () => {
    const { connector } = await startConnector({ [peek]: { body: { result: [] } } })
    await expect(connector.probe()).resolves.toBeUndefined()
  })

  test.each([401, 404, 500])('fails on %d', async status => {
    const { connector } = await startConnector({ [peek]: { status, body: {} } })
    await expect(connector.probe()).rejects.toMatchObject({ status })
  })
})
