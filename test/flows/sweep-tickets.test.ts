import type { JsonObject } from '../../src/domain/json'
import { emptySnapshot, mergeChanges } from '../../src/domain/merge-changes'
import { sweepTickets } from '../../src/flows/sweep-tickets'
import { saveCheckpoint } from '../../src/store/checkpoints'
import { saveLink } from '../../src/store/links'
import { buildLink, newYear } from '../builders/rows'
import { type OpenedStore, openStore } from '../support/open-store'
import { openReadingDesk, type ReadingDesk, sweptTicket } from '../support/reading-desk'
import { wholeState } from '../support/scripted-tickets'

let store: OpenedStore
let desk: ReadingDesk

beforeAll(async () => {
  store = await openStore()
})
beforeEach(async () => {
  store.raw.exec('delete from links; delete from receipts; delete from checkpoints')
  desk = openReadingDesk(store)
  await mark(newYear)
})
afterAll(() => store.close())

const mark = (at: number) =>
  store.db.write([saveCheckpoint(store.db.read, { connection: 'jira', collection: 'sweep', at, id: '' })])
const sweep = () => sweepTickets(desk.parts, { connection: 'jira', collection: null })
const receipts = () =>
  store.rows<{ lane: string; delivery_id: string }>('select lane, delivery_id from receipts order by id')
const marks = () => store.rows('select collection, at, id from checkpoints order by collection')

describe('a sweep', () => {
  test('begins at now, and tells nothing of history', async () => {
    store.raw.exec('delete from checkpoints')
    await sweepTickets(desk.parts, { connection: 'servicenow', collection: 'incident' })
    expect(desk.asked).toEqual([])
    expect(marks()).toEqual([{ collection: 'sweep:incident', at: newYear, id: '' }])
  })

  test('takes a ticket that nobody told of, goes back a little, and moves its mark', async () => {
    desk.pages = [{ tickets: [sweptTicket('7', 5)], next: null }]
    await sweep()
    expect(desk.asked).toEqual([{ collection: null, after: { at: newYear - 120_000, id: '' }, limit: 100 }])
    expect(receipts()).toEqual([{ lane: 'jira/7', delivery_id: `sweep:7:${newYear + 5000}` }])
    expect(desk.woken).toEqual(['jira/7'])
    expect(marks()).toEqual([{ collection: 'sweep', at: newYear + 5000, id: '7' }])
    expect(desk.events).toEqual([
      { name: 'ticket.found', fields: expect.objectContaining({ connection: 'jira', lane: 'jira/7' }) },
      { name: 'tickets.swept', fields: expect.objectContaining({ found: 1, known: 0 }) },
    ])
  })

  test('leaves what is known in this version alone, and takes what is newer', async () => {
    const snapshot = mergeChanges(emptySnapshot(), [wholeState({ summary: 'Ticket 7' }, 5)])
    await store.db.write([saveLink(store.db.read, buildLink({ ticketId: '7', snapshot }), null)])
    desk.pages = [{ tickets: [sweptTicket('7', 5)], next: null }]
    await sweep()
    expect(receipts()).toEqual([])
    expect(desk.events.at(-1)).toMatchObject({ name: 'tickets.swept', fields: { found: 0, known: 1 } })
    desk.pages = [{ tickets: [sweptTicket('7', 6)], next: null }]
    await sweep()
    expect(receipts()).toHaveLength(1)
  })

  test('takes a version once, though its lane has not come to it yet and it looks different by now', async () => {
    desk.pages = [{ tickets: [sweptTicket('7', 5)], next: null }]
    await sweep()
    const viewed = { ...sweptTicket('7', 5), payload: { ...sweptTicket('7', 5).payload, lastViewed: 'now' } }
    desk.pages = [{ tickets: [viewed], next: null }]
    await sweep()
    expect(receipts()).toHaveLength(1)
  })

  test('takes what was attached to a version that it took before, and that once too', async () => {
    const file = { kind: 'attachment', id: 'f-1', version: { at: newYear + 6000 }, deleted: false }
    const state = wholeState({ summary: 'Ticket 7' }, 5)
    const payload = { id: '7', changes: [state, file], mustReread: false } as unknown as JsonObject
    await store.db.write([
      saveLink(store.db.read, buildLink({ ticketId: '7', snapshot: mergeChanges(emptySnapshot(), [state]) }), null),
    ])
    desk.pages = [{ tickets: [sweptTicket('7', 5), { ...sweptTicket('7', 5), payload }], next: null }]
    await sweep()
    await sweep()
    expect(receipts()).toEqual([
      { lane: 'jira/7', delivery_id: expect.stringMatching(new RegExp(`^sweep:7:${newYear + 5000}:[0-9a-f]{12}$`)) },
    ])
  })

  test('moves its mark over a page that shows no ticket', async () => {
    desk.pages = [
      { tickets: [], next: { at: newYear + 5000, id: '7' } },
      { tickets: [], next: null },
    ]
    await sweep()
    expect(marks()).toEqual([{ collection: 'sweep', at: newYear + 5000, id: '7' }])
  })

  test('goes through all pages, and keeps its place where the system stops to answer', async () => {
    desk.pages = [{ tickets: [sweptTicket('7', 5)], next: { at: newYear + 5000, id: '7' } }, new Error('no answer')]
    await expect(sweep()).rejects.toThrow('no answer')
    expect(desk.asked.at(-1)?.after).toEqual({ at: newYear + 5000, id: '7' })
    expect(marks()).toEqual([{ collection: 'sweep', at: newYear + 5000, id: '7' }])
  })

  test('ends between two pages where the bridge stops', async () => {
    desk.pages = [{ tickets: [sweptTicket('7', 5)], next: { at: newYear + 5000, id: '7' } }]
    desk.parts.isStopping = () => desk.asked.length > 0
    await sweep()
    expect(desk.asked).toHaveLength(1)
  })
})
