import type { DeliveryFacts } from '../../src/connectors/connector'
import { createIdSource } from '../../src/domain/ids'
import { createReceive, type Delivery, type ReceiveParts } from '../../src/flows/receive'
import { createManualClock } from '../support/manual-clock'
import { type OpenedStore, openStore } from '../support/open-store'

let store: OpenedStore

beforeAll(async () => {
  store = await openStore()
})
beforeEach(() => void store.raw.exec('delete from receipts'))
afterAll(() => store.close())

function openReceive(changes: Partial<ReceiveParts> = {}, facts: Partial<DeliveryFacts> = {}) {
  const clock = createManualClock()
  const woken: string[] = []
  const events: { name: string; fields: Record<string, unknown> }[] = []
  const receive = createReceive({
    db: store.db,
    wake: lane => woken.push(lane),
    identifierOf: () => ({
      identify: () => ({ isAboutTicket: true, ticketId: '10042', event: 'updated', version: 1, ...facts }),
    }),
    newId: createIdSource(clock),
    now: clock.now,
    maxQueued: 100,
    events: { emit: (name, fields) => void events.push({ name, fields: fields as Record<string, unknown> }) },
    ...changes,
  })
  return { receive, woken, events, clock }
}

const unversioned: DeliveryFacts = { isAboutTicket: true, ticketId: '10042' }

function delivery(text = '{"a":1}', changes: Partial<Delivery> = {}): Delivery {
  return {
    connection: 'jira',
    rawBody: Buffer.from(text),
    content: { payload: {} },
    deliveryId: null,
    headers: {},
    ...changes,
  }
}

const receipts = () => store.rows<Record<string, unknown>>('select * from receipts order by id')

describe('a delivery', () => {
  test('is stored byte for byte, wakes its lane, and is told', async () => {
    const { receive, woken, events } = openReceive()
    const received = await receive(delivery('{"a": 1 }', { headers: { 'user-agent': 'Atlassian' } }))
    expect(received.status).toBe('accepted')
    expect(receipts()).toMatchObject([
      { id: received.receipt, lane: 'jira/10042', state: 'pending', event: 'updated', body: Buffer.from('{"a": 1 }') },
    ])
    expect(woken).toEqual(['jira/10042'])
    expect(events.map(event => event.name)).toEqual(['webhook.received'])
  })

  test('is woken after it was stored, never before', async () => {
    let storedBefore = -1
    const { receive } = openReceive({ wake: () => (storedBefore = receipts().length) })
    await receive(delivery())
    expect(storedBefore).toBe(1)
  })

  test.each<[what: string, facts: Partial<DeliveryFacts>, stored: object, woken: string[]]>([
    ['that names only a key waits to be resolved', { key: 'SEC-1' }, { lane: 'jira/', state: 'pending' }, ['jira/']],
    [
      'that names no ticket waits for a person',
      {},
      { lane: null, state: 'quarantined', reason: 'names-no-ticket' },
      [],
    ],
    [
      'about no ticket is kept and never digested',
      { isAboutTicket: false },
      { lane: null, state: 'ignored', reason: 'not-about-a-ticket' },
      [],
    ],
  ])('%s', async (_, facts, stored, woken) => {
    const opened = openReceive({
      identifierOf: () => ({ identify: () => ({ isAboutTicket: true, ...facts }) }),
    })
    await opened.receive(delivery())
    expect(receipts()).toMatchObject([stored])
    expect(opened.woken).toEqual(woken)
  })

  test('that could not be read is kept raw for a person, with the reason', async () => {
    const { receive, woken, events } = openReceive()
    const received = await receive(delivery('{"a":1,"a":2}', { content: { failure: 'json-duplicate-key' } }))
    expect(received.status).toBe('quarantined')
    expect(receipts()).toMatchObject([{ state: 'quarantined', reason: 'json-duplicate-key', lane: null }])
    expect(woken).toEqual([])
    expect(events.map(event => event.name)).toEqual(['webhook.received', 'receipt.quarantined'])
  })
})

describe('a duplicate', () => {
  test('by its delivery id is answered with the first receipt, leaves no row and wakes nobody', async () => {
    const { receive, woken } = openReceive({ identifierOf: () => ({ identify: () => unversioned }) })
    const first = await receive(delivery('{}', { deliveryId: 'd-1' }))
    woken.length = 0
    expect(await receive(delivery('{}', { deliveryId: 'd-1' }))).toEqual({
      receipt: first.receipt,
      status: 'duplicate',
    })
    expect(receipts()).toHaveLength(1)
    expect(woken).toEqual([])
  })

  test('by its content is known under another delivery id, where its body carries its version', async () => {
    const { receive } = openReceive()
    const first = await receive(delivery('{}', { deliveryId: 'd-1' }))
    expect(await receive(delivery('{}', { deliveryId: 'd-2' }))).toEqual({
      receipt: first.receipt,
      status: 'duplicate',
    })
    expect(await receive(delivery('{}'))).toEqual({ receipt: first.receipt, status: 'duplicate' })
  })

  test('is none where the body carries no version: A, B, A are three, and each wakes the lane', async () => {
    const { receive, woken } = openReceive({ identifierOf: () => ({ identify: () => unversioned }) })
    for (const text of ['A', 'B', 'A']) expect((await receive(delivery(text))).status).toBe('accepted')
    expect(woken).toHaveLength(3)
  })

  test('is none on another connection', async () => {
    const { receive } = openReceive()
    await receive(delivery('{}', { deliveryId: 'd-1' }))
    expect((await receive(delivery('{}', { deliveryId: 'd-1', connection: 'jira-2' }))).status).toBe('accepted')
  })

  test('a thousand times at once is one row, and every sender is answered', async () => {
    const { receive } = openReceive({ maxQueued: 10_000 })
    const all = await Promise.all(Array.from({ length: 1000 }, () => receive(delivery('{}', { deliveryId: 'd-1' }))))
    expect(receipts()).toHaveLength(1)
    expect(new Set(all.map(one => one.receipt))).toEqual(new Set([receipts()[0]?.id]))
    expect(all.filter(one => one.status === 'accepted')).toHaveLength(1)
  })

  test('of a delivery id with another body is no duplicate: it is kept for a person, the first untouched', async () => {
    const { receive, woken } = openReceive()
    await receive(delivery('{"a":1}', { deliveryId: 'd-1' }))
    const [before] = receipts()
    woken.length = 0
    const other = await receive(delivery('{"a":2}', { deliveryId: 'd-1' }))
    expect(other.status).toBe('quarantined')
    expect(receipts()).toMatchObject([
      before as object,
      { state: 'quarantined', reason: 'delivery-id-reused', lane: null },
    ])
    expect(receipts()[1]?.body).toEqual(Buffer.from('{"a":2}'))
    expect(woken).toEqual([])
  })

  test('whose first was purged in the meantime is stored, not lost', async () => {
    let writes = 0
    const write: typeof store.db.write = async statements => {
      const written = await store.db.write(statements)
      writes += 1
      // The first attempt collides; before anybody looks, the purge comes by.
      if (writes === 1) store.raw.exec('delete from receipts')
      return written
    }
    const { receive: before } = openReceive()
    await before(delivery('{}', { deliveryId: 'd-1' }))
    const { receive, woken } = openReceive({ db: { ...store.db, write } })
    const received = await receive(delivery('{}', { deliveryId: 'd-1' }))
    expect(receipts()).toMatchObject([{ id: received.receipt, state: 'pending' }])
    expect(received.status).toBe('accepted')
    expect(woken).toEqual(['jira/10042'])
  })
})

describe('a door that cannot store', () => {
  test('asks the sender to come back in a second once too much waits for the disk', async () => {
    const { receive, clock } = openReceive({ maxQueued: 2 })
    const all = await Promise.allSettled(Array.from({ length: 5 }, (_, n) => receive(delivery(`${n}`))))
    expect(all.map(one => one.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'rejected'])
    expect(all[2]).toMatchObject({ reason: { kind: 'unavailable', code: 'overloaded', retryAt: clock.now() + 1000 } })
    expect(receipts()).toHaveLength(2)
    expect((await receive(delivery('later'))).status).toBe('accepted')
  })

  test('acknowledges nothing and wakes nobody where the commit failed', async () => {
    const failure = new Error('the disk is full')
    const { receive, woken, events } = openReceive({ db: { ...store.db, write: () => Promise.reject(failure) } })
    await expect(receive(delivery())).rejects.toBe(failure)
    expect(woken).toEqual([])
    expect(events).toEqual([])
  })
})
