import type { ServiceNowConnector } from '../../../src/connectors/servicenow'
import type { UpdateTicket } from '../../../src/domain/command'
import { BridgeError } from '../../../src/errors'
import { buildTicketUpdate } from '../../builders/ticket-commands'
import { trySending } from '../../conformance/ticket-writer-suite'
import { failureOf } from '../../support/http-client-stage'
import { connectServiceNow, patchesOf } from '../../support/servicenow-connector'
import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
let connector: ServiceNowConnector
beforeAll(async () => {
  snow = await startServiceNowStage({ columns: { incident: ['u_labels'] } }, [])
  connector = connectServiceNow(snow)
})
beforeEach(() => snow.scenario({ name: 'clear' }))
afterEach(() => snow.set({ refusedState: 'abort', securityProcess: 'nist-stateful', closeFieldsMandatory: true }))
afterAll(() => snow.close())

async function file(values: Record<string, unknown> = {}, table = 'incident') {
  const body = { short_description: 'Odd login', ...values }
  return { id: (await snow.call('POST', `/api/now/table/${table}`, { body })).body.result.sys_id, collection: table }
}

async function read({ id, collection }: { id: string; collection: string }) {
  const query = 'sysparm_exclude_reference_link=true'
  return (await snow.call('GET', `/api/now/table/${collection}/${id}?${query}`)).body.result
}

const apply = (ticket: { id: string }, changes: Partial<UpdateTicket>) =>
  connector.apply(buildTicketUpdate({ ticket, ...changes }), trySending())

async function idOf(table: string, query: string): Promise<string> {
  return (await snow.call('GET', `/api/now/table/${table}?sysparm_query=${query}`)).body.result[0].sys_id
}

test('only what differs is set, and what is there already is left alone', async () => {
  const ticket = await file({ urgency: '2', due_date: '2026-03-01 10:00:00' })
  const set = { urgency: '2 - Medium', due_date: '2026-03-01T10:00:00Z', short_description: 'Odd login' }
  expect(await patchesOf(snow, () => apply(ticket, { set }))).toBe(0)
  const { sys_mod_count } = await read(ticket)
  await apply(ticket, { set: { ...set, due_date: Date.UTC(2026, 2, 2, 10) } })
  expect(await read(ticket)).toMatchObject({
    due_date: '2026-03-02 10:00:00',
    urgency: '2',
    sys_mod_count: String(Number(sys_mod_count) + 1),
  })
})

test.each([
  ['login', 'abel.tuter'],
  ['e-mail', 'ABEL.TUTER@acme.example'],
  ['name', 'Abel Tuter'],
])('an assignee is found by %s', async (_, assigned_to) => {
  const ticket = await file()
  expect(await apply(ticket, { set: { assigned_to } })).toEqual({ id: ticket.id, notes: [] })
  expect((await read(ticket)).assigned_to).toBe(await idOf('sys_user', 'user_name=abel.tuter'))
  expect(await patchesOf(snow, () => apply(ticket, { set: { assigned_to } }))).toBe(0)
})

test('a person that the instance does not know is told, and stops nothing else', async () => {
  const ticket = await file({ assigned_to: await idOf('sys_user', 'user_name=abel.tuter') })
  const set = { assigned_to: 'x^ORsys_idISNOTEMPTY', urgency: '1' }
  expect(await apply(ticket, { set })).toEqual({
    id: ticket.id,
    notes: ['assigned_to stays: sys_user has none of that name'],
  })
  expect(await read(ticket)).toMatchObject({
    assigned_to: await idOf('sys_user', 'user_name=abel.tuter'),
    urgency: '1',
  })
  await apply(ticket, { set: { assigned_to: null } })
  expect((await read(ticket)).assigned_to).toBe('')
})

test('lists gain and lose entries, ids by name, and keep the rest', async () => {
  const [abel, beth] = [await idOf('sys_user', 'user_name=abel.tuter'), await idOf('sys_user', 'user_name=beth.anglin')]
  const ticket = await file({ watch_list: `${abel},eve@partner.example`, u_labels: 'phishing,vip' })
  const lists = {
    watch_list: { add: ['beth.anglin', 'zoe@partner.example', 'nobody'], remove: ['Abel Tuter'] },
    u_labels: { add: ['VIP', 'mail'], remove: ['phishing'] },
  }
  expect(await apply(ticket, { lists })).toMatchObject({ notes: ['watch_list: sys_user has none of that name'] })
  expect(await read(ticket)).toMatchObject({
    watch_list: `eve@partner.example,${beth},zoe@partner.example`,
    u_labels: 'vip,mail',
  })
  expect(await patchesOf(snow, () => apply(ticket, { lists }))).toBe(0)
})

test('text from outside leads nowhere, is cut to its column, and is not written again', async () => {
  const ticket = await file()
  const set = { description: `see http://evil.example ${'x'.repeat(5_000)}`, short_description: 'two\nlines' }
  await apply(ticket, { set })
  const { description, short_description } = await read(ticket)
  expect(description).toContain('hxxp://evil[.]example')
  expect(description).toHaveLength(4_000)
  expect(short_description).toBe('two lines')
  expect(await patchesOf(snow, () => apply(ticket, { set }))).toBe(0)
})

test('what came from the ticket itself stays as it is', async () => {
  const ticket = await file({ description: 'see http://evil.example' })
  expect(await patchesOf(snow, () => apply(ticket, { set: { description: 'see http://evil.example\n' } }))).toBe(0)
})

test('a choice that is not offered, and a column that is not shown, are refused before anything is written', async () => {
  const ticket = await file()
  const unavailable = { kind: 'rejected', effect: 'none' }
  const refusals = [
    [{ urgency: 'Boundless' }, 'value-unavailable'],
    [{ due_date: 'soon' }, 'value-unavailable'],
    [{ u_nothing: 'x' }, 'field-unavailable'],
    [{ work_notes: 'x' }, 'field-unavailable'],
    [{ sys_created_by: 'x' }, 'field-unavailable'],
  ] as const
  for (const [set, code] of refusals) {
    const sending = trySending()
    const failure = await failureOf(connector.apply(buildTicketUpdate({ ticket, set }), sending))
    expect(failure).toMatchObject({ ...unavailable, code })
    expect(sending.announced).toBe(0)
  }
})

test('a choice cannot be cleared, which is told', async () => {
  const ticket = await file({ urgency: '1' })
  expect(await apply(ticket, { set: { urgency: null } })).toMatchObject({ notes: [expect.stringContaining('cleared')] })
})

test('a value that the instance makes itself is told, not fought for', async () => {
  const ticket = await file()
  expect(await apply(ticket, { set: { priority: '1' } })).toMatchObject({
    notes: ['ServiceNow keeps its own value of priority'],
  })
})

test('what closing asks for is sent where the instance asks for it, and only there', async () => {
  const fields = { close_code: 'Solution provided', close_notes: 'Blocked' }
  const status = { to: ['Resolved'], fields }
  const asked = await file()
  expect(await patchesOf(snow, () => apply(asked, { status }))).toBe(2)
  expect(await read(asked)).toMatchObject({ state: '6', ...fields })
  await snow.set({ closeFieldsMandatory: false })
  const unasked = await file()
  expect(await patchesOf(snow, () => apply(unasked, { status }))).toBe(1)
  expect(await read(unasked)).toMatchObject({ state: '6', close_notes: '' })
})

test('closing without what the instance asks for is refused with its names, and the rest is set', async () => {
  const ticket = await file()
  const status = { to: ['6'], fields: {} }
  const failure = await failureOf(apply(ticket, { set: { urgency: '1' }, status }))
  expect(failure).toMatchObject({ kind: 'rejected', code: 'mandatory-missing', effect: 'none', status: 403 })
  expect(failure.message).toContain('Resolution code, Resolution notes')
  expect(await read(ticket)).toMatchObject({ state: '1', urgency: '1' })
})

describe('the state of a security incident', () => {
  const analysis = { to: ['Draft', 'Contain'], fields: {} }

  test('goes forward where several would do, and stays where one of them stands', async () => {
    const ticket = await file({ state: '16' }, 'sn_si_incident')
    await apply(ticket, { status: analysis })
    expect((await read(ticket)).state).toBe('18')
    expect(await patchesOf(snow, () => apply(ticket, { status: analysis }))).toBe(0)
  })

  test.each(['abort', 'ignore'])('does not go back where the instance would %s it', async refusedState => {
    await snow.set({ refusedState })
    const ticket = await file({ state: '18' }, 'sn_si_incident')
    const back = { set: { urgency: '1' }, status: { to: ['Draft'], fields: {} } }
    const code = refusedState === 'abort' ? 'refused-by-rule' : 'status-unavailable'
    expect(await failureOf(apply(ticket, back))).toMatchObject({ kind: 'rejected', code, effect: 'none' })
    expect(await read(ticket)).toMatchObject({ state: '18', urgency: '1' })
  })

  test('goes back where the process is open', async () => {
    await snow.set({ securityProcess: 'nist-open' })
    const ticket = await file({ state: '18' }, 'sn_si_incident')
    await apply(ticket, { status: { to: ['Draft'], fields: {} } })
    expect((await read(ticket)).state).toBe('10')
  })

  test('that the table does not offer is refused', async () => {
    const ticket = await file({}, 'sn_si_incident')
    const failure = await failureOf(apply(ticket, { status: { to: ['Done'], fields: {} } }))
    expect(failure).toMatchObject({ kind: 'rejected', code: 'status-unavailable' })
  })
})

test('a ticket that is gone is missing, and takes nothing', async () => {
  const command = buildTicketUpdate({ ticket: { id: '0'.repeat(32), collection: 'incident' }, set: { urgency: '1' } })
  expect(await connector.lookUp(command, trySending())).toEqual({ status: 'missing', what: 'the ticket' })
  expect(await failureOf(connector.apply(command, trySending()))).toMatchObject({ code: 'not-found' })
})

test('without the dictionary values go as they are', async () => {
  await snow.call('POST', '/_sandbox/rule', { body: { table: 'sys_dictionary', operation: 'read', roles: ['admin'] } })
  const ticket = await file()
  const other = connectServiceNow(snow)
  const set = { urgency: '1', assigned_to: 'abel.tuter' }
  await other.apply(buildTicketUpdate({ ticket, set, status: { to: ['2'], fields: {} } }), trySending())
  expect(await read(ticket)).toMatchObject({ urgency: '1', state: '2' })
  await snow.call('POST', '/_sandbox/rule', { body: { table: 'sys_dictionary', operation: 'read', roles: ['*'] } })
})

test.each([
  ["Operation against file 'incident' was aborted by Business Rule 'Keep it^5d0c'.", 'refused-by-rule', 'Keep it'],
  ['Data Policy Exception: <b>http://evil.example</b>', 'refused-by-rule', 'data policy'],
  [
    'Data Policy Exception: The following fields are mandatory: Close code, <b>x</b>',
    'mandatory-missing',
    'Close code',
  ],
])('a refusal is told without what strangers could have written: %s', async (detail, code, says) => {
  const ticket = await file()
  const body = { error: { message: 'Operation Failed', detail }, status: 'failure' }
  await snow.scenario({ name: 'error', status: 403, body, method: 'PATCH' })
  const failure = await failureOf(apply(ticket, { set: { urgency: '1' } }))
  expect(failure).toMatchObject({ kind: 'rejected', code, effect: 'none' })
  expect(failure.message).toContain(says)
  expect(failure.message).not.toContain('<b>')
})

test('a 403 without detail is about our rights', async () => {
  const ticket = await file()
  const body = { error: { message: 'Insufficient rights', detail: null }, status: 'failure' }
  await snow.scenario({ name: 'error', status: 403, body, method: 'PATCH' })
  expect(await failureOf(apply(ticket, { set: { urgency: '1' } }))).toMatchObject({ kind: 'denied', code: 'forbidden' })
})

describe('what the record holds before it is written to', () => {
  const told = (ticket: { id: string }, changes: Partial<UpdateTicket>, compare: (found: unknown) => void) =>
    connector.apply(buildTicketUpdate({ ticket, ...changes }), { ...trySending(), compare })

  test('is told with its version, in the words of a push', async () => {
    const ticket = await file({ urgency: '3' })
    const found: unknown[] = []
    await told(ticket, { set: { urgency: '1' } }, state => found.push(state))
    const { sys_updated_on } = await read(ticket)
    const version = { at: Date.parse(`${sys_updated_on.replace(' ', 'T')}Z`), counter: 0 }
    expect(found).toEqual([expect.objectContaining({ kind: 'ticket-state', version, complete: false })])
    expect(found[0]).toMatchObject({ fields: { urgency: '3', state: '1' } })
  })

  test('keeps a change that somebody made meanwhile', async () => {
    const ticket = await file({ urgency: '3' })
    const overtaken = new BridgeError('conflict', 'decided for something else', { code: 'changed-meanwhile' })
    const compare = () => {
      throw overtaken
    }
    const wish = { set: { urgency: '1' }, status: { to: ['2'], fields: {} } }
    expect(
      await patchesOf(snow, async () => expect(await failureOf(told(ticket, wish, compare))).toBe(overtaken)),
    ).toBe(0)
    expect(await read(ticket)).toMatchObject({ urgency: '3', state: '1' })
  })
})
