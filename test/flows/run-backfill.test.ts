import type { Backfill, BackfillWish } from '../../src/domain/backfill'
import { createIdSource } from '../../src/domain/ids'
import { BridgeError } from '../../src/errors'
import { runBackfill } from '../../src/flows/run-backfill'
import { readBackfill, type StartBackfillParts, startBackfill } from '../../src/flows/start-backfill'
import { findBackfill, runningBackfills } from '../../src/store/backfills'
import { newYear } from '../builders/rows'
import { type OpenedStore, openStore } from '../support/open-store'
import { finishLane, openReadingDesk, type ReadingDesk, sweptTicket } from '../support/reading-desk'

let store: OpenedStore
let desk: ReadingDesk
let starting: StartBackfillParts

beforeAll(async () => {
  store = await openStore()
})
beforeEach(() => {
  store.raw.exec('delete from links; delete from receipts; delete from backfills')
  desk = openReadingDesk(store)
  desk.onWake = lane => finishLane(store, lane)
  starting = {
    db: store.db,
    newId: createIdSource({ now: () => newYear }),
    now: () => newYear,
    wake: () => {},
    record: (_, change) => store.db.write(change),
    connectionOf: name => (name === 'jira' ? { tenant: 'default', collections: [null] } : undefined),
  }
})
afterAll(() => store.close())

const operator = { id: 'someone', visible: null }
const wish: BackfillWish = { connection: 'jira', since: newYear, query: '', most: null }
const start = (changes: Partial<BackfillWish> = {}) => startBackfill(starting, { ...wish, ...changes }, operator)
const run = async (backfill: Backfill): Promise<Backfill | undefined> => {
  await runBackfill(desk.parts, backfill)
  return findBackfill(store.db.read, backfill.id)
}
const twoPages = () => [
  { tickets: [sweptTicket('1', 1), sweptTicket('2', 2)], next: { at: newYear + 2000, id: '2' } },
  { tickets: [sweptTicket('3', 3)], next: null },
]

describe('a backfill', () => {
  test('reads a history to its end, page by page', async () => {
    desk.pages = twoPages()
    const end = await run(await start({ query: 'project = SEC' }))
    expect(end).toMatchObject({ state: 'done', total: 3, read: 3, entered: 3, failed: 0, firstFailure: null })
    expect(desk.asked).toEqual([
      { collection: null, after: { at: newYear, id: '' }, query: 'project = SEC', limit: 100 },
      { collection: null, after: { at: newYear + 2000, id: '2' }, query: 'project = SEC', limit: 100 },
    ])
    expect(desk.woken).toEqual(['jira/1', 'jira/2', 'jira/3'])
    expect(desk.events).toEqual([
      { name: 'backfill.ended', fields: expect.objectContaining({ state: 'done', tickets: 3, entered: 3 }) },
    ])
  })

  test('goes on where it stood, and takes nothing twice', async () => {
    desk.pages = twoPages()
    const [first = { tickets: [], next: null }] = desk.pages as ReturnType<typeof twoPages>
    const backfill = await start()
    // It ends after the first page was read, before it was kept as read.
    desk.parts.isStopping = () => desk.woken.length === 2
    const stopped = await run(backfill)
    expect(stopped).toMatchObject({ state: 'running', read: 0 })
    desk.parts.isStopping = () => false
    desk.pages = [first, ...desk.pages]
    const [running] = await runningBackfills(store.db.read)
    expect(await run(running ?? backfill)).toMatchObject({ state: 'done', read: 3 })
    expect(desk.woken).toEqual(['jira/1', 'jira/2', 'jira/3'])
  })

  test('keeps few lanes under way, and lets others go first', async () => {
    const open = new Set<string>()
    let most = 0
    let crowded = 3
    desk.onWake = lane => {
      open.add(lane)
      most = Math.max(most, open.size)
    }
    desk.parts.isCrowded = () => crowded-- > 0
    desk.parts.pause = async () => {
      for (const lane of open) finishLane(store, lane)
      open.clear()
    }
    desk.pages = [{ tickets: ['1', '2', '3', '4', '5'].map(id => sweptTicket(id)), next: null }]
    expect(await run(await start())).toMatchObject({ state: 'done', entered: 5 })
    expect(most).toBe(2)
    expect(crowded).toBeLessThanOrEqual(0)
  })

  test('is not held up by a ticket that fails, counts it, and names the first', async () => {
    desk.onWake = lane => finishLane(store, lane, lane === 'jira/2' ? 'quarantined' : 'processed')
    desk.pages = twoPages()
    expect(await run(await start())).toMatchObject({
      state: 'done',
      read: 3,
      failed: 1,
      firstFailure: { ticket: 'SEC-2', reason: 'names-no-ticket' },
    })
  })

  test('ends where it is told to', async () => {
    desk.pages = twoPages()
    expect(await run(await start({ most: 2 }))).toMatchObject({ state: 'done', read: 2, total: 2 })
    expect(desk.asked.map(({ limit }) => limit)).toEqual([2])
  })

  test('goes through every table', async () => {
    desk.parts.collectionsOf = () => [null, 'second']
    desk.pages = [{ tickets: [], next: null }]
    expect(await run(await start())).toMatchObject({ state: 'done' })
    expect(desk.asked.map(({ collection, after }) => ({ collection, after }))).toEqual([
      { collection: null, after: { at: newYear, id: '' } },
      { collection: 'second', after: { at: newYear, id: '' } },
    ])
  })

  test('fails where the system refuses its query, and waits where the system does not answer', async () => {
    desk.pages = [new BridgeError('rejected', 'POST /search answered 400')]
    expect(await run(await start())).toMatchObject({ state: 'failed', reason: 'POST /search answered 400' })
    desk.pages = [new BridgeError('unavailable', 'no answer')]
    const waiting = await start()
    await expect(run(waiting)).rejects.toThrow('no answer')
    expect(await findBackfill(store.db.read, waiting.id)).toMatchObject({ state: 'running' })
  })
})

describe('whoever asks for a backfill', () => {
  test('joins the same one while it is under way', async () => {
    const first = await start()
    expect((await start()).id).toBe(first.id)
    expect((await start({ query: 'other' })).id).not.toBe(first.id)
  })

  test('sees those of their own connections only', async () => {
    const { id } = await start()
    const stranger = { id: 'x', visible: ['other'] }
    await expect(readBackfill(starting, id, stranger)).rejects.toMatchObject({ code: 'backfill-unknown' })
    await expect(startBackfill(starting, wish, stranger)).rejects.toMatchObject({ code: 'connection-unknown' })
    expect(await readBackfill(starting, id, operator)).toMatchObject({ state: 'running' })
  })
})
