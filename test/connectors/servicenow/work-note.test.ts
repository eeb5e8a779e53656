import { createHttpClient, failureOfStatus } from '../../../src/connectors/http-client'
import { createServiceNowConnector } from '../../../src/connectors/servicenow'
import { createSystemClock } from '../../../src/system-clock'
import { buildStatusComment, buildWorkNote } from '../../builders/ticket-commands'
import { trySending } from '../../conformance/ticket-writer-suite'
import { failureOf } from '../../support/http-client-stage'
import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
let id: string
beforeAll(async () => {
  snow = await startServiceNowStage({}, [])
})
beforeEach(async () => {
  await snow.scenario({ name: 'clear' })
  id = (await snow.file()).sys_id ?? ''
})
afterAll(() => snow.close())

function connect() {
  const clock = createSystemClock()
  const http = createHttpClient({ baseUrl: snow.url, basic: { user: 'soarbridge', password: snow.password }, clock })
  const webhook = { secrets: ['hush'] }
  const tables: [string, ...string[]] = ['sn_si_incident', 'incident']
  return createServiceNowConnector({ connection: 'snow', url: snow.url, tables, webhook, http, failureOfStatus, clock })
}

async function notes(): Promise<string[]> {
  const query = `sysparm_query=element_id=${id}^element=work_notes`
  const { result } = (await snow.call('GET', `/api/now/table/sys_journal_field?${query}`)).body
  return result.map(({ value }: { value: string }) => value)
}

/** An access rule of the administrators, until the sandbox is reset. */
async function rule(table: string, operation: 'read' | 'write', field?: string) {
  const wish = { table, operation, roles: ['admin'], ...(field !== undefined && { field }) }
  expect((await snow.call('POST', '/_sandbox/rule', { body: wish })).status).toBe(201)
}

test('a work note ends with its marker, shows addresses that lead nowhere, and renders nothing', async () => {
  const text = '[code]<img src=http://evil.example/x.png>[/CODE] 198.51.100.7\u0000'
  const command = buildWorkNote({ ticket: { id, collection: 'incident' }, text })
  expect(await connect().apply(command, trySending())).toEqual({ id: command.marker, notes: [] })
  const [note = '', ...others] = await notes()
  expect(others).toEqual([])
  expect(note).toBe(
    `[ code]<img src=hxxp://evil[.]example/x[.]png>[ /CODE] 198[.]51[.]100[.]7\n\n[soarbridge:${command.marker}]`,
  )
})

test('a note finds its ticket where the table is not known, and two notes are two', async () => {
  const connector = connect()
  await connector.apply(buildWorkNote({ ticket: { id } }), trySending())
  await connector.apply(buildWorkNote({ ticket: { id }, marker: 'other' }), trySending())
  expect(await notes()).toHaveLength(2)
  expect(await connector.lookUp(buildWorkNote({ ticket: { id } }), trySending())).toMatchObject({ status: 'found' })
  expect(await connector.lookUp(buildWorkNote({ ticket: { id }, marker: 'third' }), trySending())).toMatchObject({
    status: 'missing',
  })
})

test('somebody who quotes the marker does not pass for the note', async () => {
  const command = buildWorkNote({ ticket: { id, collection: 'incident' } })
  const work_notes = `what is [soarbridge:${command.marker}] about?`
  await snow.call('PATCH', `/api/now/table/incident/${id}`, { body: { work_notes } })
  expect(await connect().findDuplicates(command)).toEqual([])
})

test('a note that is there twice is told', async () => {
  const connector = connect()
  const command = buildWorkNote({ ticket: { id, collection: 'incident' } })
  await connector.apply(command, trySending())
  const [work_notes] = await notes()
  await snow.call('PATCH', `/api/now/table/incident/${id}`, { body: { work_notes } })
  expect(await connector.findDuplicates(command)).toEqual([
    { what: 'note', found: expect.stringMatching(/^[0-9a-f]{32}$/), kept: expect.stringMatching(/^[0-9a-f]{32}$/) },
  ])
})

test('a ticket that is gone is missing, and takes no note', async () => {
  const connector = connect()
  const gone = '0'.repeat(32)
  const refused = { kind: 'rejected', code: 'not-found', effect: 'none' }
  for (const ticket of [{ id: gone }, { id: gone, collection: 'incident' }]) {
    const command = buildWorkNote({ ticket })
    expect(await connector.lookUp(command, trySending())).toMatchObject({ status: 'missing' })
    expect(await failureOf(connector.apply(command, trySending()))).toMatchObject(refused)
  }
})

test('an id that is none is asked nothing about, and another command is not taken', async () => {
  const connector = connect()
  const crooked = buildWorkNote({ ticket: { id: 'x^ORsys_idISNOTEMPTY', collection: 'incident' } })
  expect(await failureOf(connector.apply(crooked, trySending()))).toMatchObject({ code: 'bad-id' })
  expect(await failureOf(connector.lookUp(crooked, trySending()))).toMatchObject({ code: 'bad-id' })
  const comment = buildStatusComment({ ticket: { id } })
  const refused = { kind: 'rejected', code: 'unknown-command' }
  expect(await failureOf(connector.apply(comment, trySending()))).toMatchObject(refused)
  expect(await failureOf(connector.lookUp(comment, trySending()))).toMatchObject(refused)
  expect(await failureOf(connector.findDuplicates(comment))).toMatchObject(refused)
})

test('a hibernating instance took no note, for all that can be known', async () => {
  const connector = connect()
  const command = buildWorkNote({ ticket: { id, collection: 'incident' } })
  await snow.set({ hibernating: true })
  const unreadable = { kind: 'unavailable', code: 'unreadable-answer' }
  expect(await failureOf(connector.apply(command, trySending()))).toMatchObject({ ...unreadable, effect: 'unknown' })
  expect(await failureOf(connector.lookUp(command, trySending()))).toMatchObject({ ...unreadable, effect: 'none' })
  await snow.set({ hibernating: false })
  expect(await connector.lookUp(command, trySending())).toMatchObject({ status: 'missing' })
  await connector.apply(command, trySending(true))
  expect(await notes()).toHaveLength(1)
})

test('what the instance throttles comes back when it is asked to', async () => {
  const command = buildWorkNote({ ticket: { id, collection: 'incident' } })
  await snow.scenario({ name: 'throttle', retryAfter: 90, method: 'PATCH', times: 1 })
  const { retryAt = 0, effect } = await failureOf(connect().apply(command, trySending()))
  expect(effect).toBe('none')
  expect(Math.abs(retryAt - Date.now() - 90_000)).toBeLessThan(30_000)
})

test('a refusal without detail is a refusal', async () => {
  const command = buildWorkNote({ ticket: { id, collection: 'incident' } })
  const body = { error: { message: 'Exception while reading request', detail: null }, status: 'failure' }
  await snow.scenario({ name: 'error', status: 400, body, method: 'PATCH', times: 1 })
  const refused = { kind: 'rejected', code: 'rejected', effect: 'none' }
  expect(await failureOf(connect().apply(command, trySending()))).toMatchObject(refused)
})

test('a text that ends like another note does not pass for it in the record', async () => {
  const connector = connect()
  const other = buildWorkNote({ ticket: { id, collection: 'incident' }, marker: 'other' })
  const text = `quoted: [soarbridge:${other.marker}]`
  await connector.apply(buildWorkNote({ ticket: { id, collection: 'incident' }, text }), trySending())
  expect(await connector.lookUp(other, trySending())).toMatchObject({ status: 'missing' })
})

describe('where access is narrow', () => {
  afterEach(() => snow.call('POST', '/_sandbox/reset'))

  test('a note is found in the record where the journals may not be read', async () => {
    await rule('sys_journal_field', 'read')
    const connector = connect()
    const command = buildWorkNote({ ticket: { id, collection: 'incident' } })
    expect(await connector.lookUp(command, trySending())).toMatchObject({ status: 'missing' })
    expect(await connector.apply(command, trySending())).toEqual({ id: command.marker, notes: [] })
    expect(await connector.lookUp(command, trySending())).toMatchObject({ status: 'found' })
    expect(await connector.apply(command, trySending(true))).toMatchObject({ id: command.marker })
  })

  test('where neither may be read, a note counts by its answer, and no repeat is risked', async () => {
    await rule('sys_journal_field', 'read')
    await rule('incident', 'read', 'work_notes')
    const connector = connect()
    const command = buildWorkNote({ ticket: { id, collection: 'incident' } })
    expect(await connector.apply(command, trySending())).toMatchObject({
      notes: [expect.stringContaining('not proven')],
    })
    const unreadable = { kind: 'denied', code: 'journal-unreadable', effect: 'none' }
    expect(await failureOf(connector.lookUp(command, trySending()))).toMatchObject(unreadable)
    const sending = trySending(true)
    expect(await failureOf(connector.apply(command, sending))).toMatchObject(unreadable)
    expect(sending.announced).toBe(0)
  })

  test('a note that the instance drops without a word is not taken for written', async () => {
    await rule('incident', 'write', 'work_notes')
    const command = buildWorkNote({ ticket: { id, collection: 'incident' } })
    const dropped = { kind: 'rejected', code: 'not-kept', effect: 'unknown' }
    expect(await failureOf(connect().apply(command, trySending()))).toMatchObject(dropped)
  })
})
