import type { SweepMark, SweptPage } from '../../../src/connectors/connector'
import type { ServiceNowConnector } from '../../../src/connectors/servicenow'
import { failureOf } from '../../support/http-client-stage'
import { connectServiceNow } from '../../support/servicenow-connector'
import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

const start = Date.UTC(2026, 4, 1, 8)

let snow: ServiceNowStage
let connector: ServiceNowConnector
beforeAll(async () => {
  let calls = 0
  // Several records a second, as when many are changed at once.
  snow = await startServiceNowStage({ now: () => start + 20 * calls++ }, [])
  connector = connectServiceNow(snow)
  for (let i = 0; i < 25; i += 1)
    await snow.file({ short_description: `Ticket ${i}`, category: i % 2 ? 'network' : 'software' })
})
beforeEach(() => snow.scenario({ name: 'clear' }))
afterAll(() => snow.close())

async function sweep(limit: number, query?: string) {
  const ids: string[] = []
  let after: SweepMark | null = null
  for (let page = 0; page < 60; page += 1) {
    const asked = { collection: 'incident', after, limit, ...(query !== undefined && { query }) }
    const { tickets, next }: SweptPage = await connector.readUpdated(asked)
    ids.push(...tickets.map(({ id }) => id))
    if (next === null) return ids
    after = next
  }
  throw new Error('the sweep has no end')
}

test.each([1, 3, 25, 100])('every ticket is told once in pages of %i', async limit => {
  const ids = await sweep(limit)
  expect(ids).toHaveLength(25)
  expect(new Set(ids).size).toBe(25)
})

test('a condition holds on both sides of the mark, also one that joins others', async () => {
  expect(await sweep(2, 'category=network')).toHaveLength(12)
  expect(await sweep(2, 'category=network^NQcategory=software^short_descriptionLIKE4^ORDERBYnumber')).toHaveLength(15)
  expect(await sweep(2, 'category=network^ORcategory=software')).toHaveLength(25)
})

test('tickets are counted from the mark on', async () => {
  expect(await connector.countUpdated({ collection: 'incident', after: null })).toBe(25)
  const { next } = await connector.readUpdated({ collection: 'incident', after: null, limit: 10 })
  expect(await connector.countUpdated({ collection: 'incident', after: next })).toBe(15)
  expect(await connector.countUpdated({ collection: 'incident', after: next, query: 'category=none' })).toBe(0)
})

test('a swept ticket is told as a push that needs no reading again, with the entries of its journals', async () => {
  const filed = await snow.file({ short_description: 'Latest' })
  await snow.call('PATCH', `/api/now/table/incident/${filed.sys_id}`, { body: { work_notes: 'hush', urgency: '1' } })
  const query = `sys_id=${filed.sys_id}`
  const { tickets } = await connector.readUpdated({ collection: 'incident', after: null, query, limit: 10 })
  const [ticket] = tickets
  expect(ticket).toMatchObject({ id: filed.sys_id, key: filed.number, collection: 'incident' })
  const payload = ticket?.payload ?? {}
  expect(connector.identify(payload)).toEqual({
    isAboutTicket: true,
    ticketId: filed.sys_id,
    key: filed.number,
    collection: 'incident',
    version: 1,
  })
  const { changes, mustReread, leavesOutTalk } = connector.normalize(payload, 0)
  expect([mustReread, leavesOutTalk]).toEqual([false, undefined])
  expect(changes).toMatchObject([
    { kind: 'ticket-state', complete: true, version: { at: ticket?.updatedAt, counter: 1 }, fields: { urgency: '1' } },
    { kind: 'comment', id: expect.stringMatching(/^[0-9a-f]{32}$/), author: 'soarbridge', body: 'hush' },
  ])
})

test('a swept ticket keeps its journals as one text where the entries may not be listed, for a reading of its own', async () => {
  const { sys_id } = await snow.file({ short_description: 'Closed journal' })
  await snow.call('PATCH', `/api/now/table/incident/${sys_id}`, { body: { work_notes: 'hush' } })
  const wish = { table: 'sys_journal_field', operation: 'read', roles: ['nobody'] }
  await snow.call('POST', '/_sandbox/rule', { body: wish })
  const asked = { collection: 'incident', after: null, query: `sys_id=${sys_id}`, limit: 10 }
  const { changes, leavesOutTalk } = connector.normalize(
    (await connector.readUpdated(asked)).tickets[0]?.payload ?? {},
    0,
  )
  await snow.call('POST', '/_sandbox/rule', { body: { ...wish, roles: ['*'] } })
  expect(leavesOutTalk).toBe(true)
  expect(changes).toContainEqual(expect.objectContaining({ kind: 'comment', body: 'hush' }))
})

test('pages that are hidden from us do not end the sweep', async () => {
  const secret = await startServiceNowStage({}, [])
  try {
    const sweeper = connectServiceNow(secret)
    const swept = await sweeper.readUpdated({ collection: 'task', after: null, limit: 1 })
    expect(swept).toEqual({ tickets: [], next: null })
    const body = { short_description: 'Hidden' }
    for (let i = 0; i < 3; i += 1)
      await secret.call('POST', '/api/now/table/sn_si_incident', { body, user: 'abel.tuter' })
    const filed = await secret.file()
    await secret.call('POST', '/_sandbox/rule', { body: { table: 'sn_si_incident', operation: 'read', roles: ['x'] } })
    const seen: string[] = []
    let after: SweepMark | null = null
    do {
      const page: SweptPage = await sweeper.readUpdated({ collection: 'task', after, limit: 1 })
      seen.push(...page.tickets.map(({ id }) => id))
      after = page.next
    } while (after !== null)
    expect(seen).toEqual([filed.sys_id])
  } finally {
    await secret.close()
  }
})

test('an instance that is asleep is told, and nothing is skipped', async () => {
  const asked = { collection: 'incident', after: null, limit: 5 }
  await snow.set({ hibernating: true })
  expect(await failureOf(connector.readUpdated(asked))).toMatchObject({ code: 'unreadable-answer' })
  expect(await failureOf(connector.countUpdated(asked))).toMatchObject({ code: 'unreadable-answer' })
  await snow.set({ hibernating: false })
})

test('words are the states and choices of the bridged tables', async () => {
  const { statuses, choices } = await connector.readVocabulary()
  expect(statuses).toEqual(expect.arrayContaining(['1', '6', '7', '16', '18', '100']))
  expect(choices).toMatchObject({
    priority: ['1', '2', '3', '4', '5'],
    close_code: expect.arrayContaining(['Solution provided', '101']),
    business_criticality: ['1', '2', '3'],
  })
})
