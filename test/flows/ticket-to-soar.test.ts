import type { Receipt } from '../../src/domain/receipt'
import { BridgeError } from '../../src/errors'
import { type DigestParts, digestLane } from '../../src/flows/ticket-to-soar'
import { createReceiptInsert } from '../../src/store/receipts'
import { buildReceipt } from '../builders/rows'
import { rulesFrom } from '../builders/some-rules'
import { type DeliveryDesk, openDeliveryDesk } from '../support/delivery-desk'
import { type OpenedStore, openStore } from '../support/open-store'
import { createScriptedTickets, type ScriptedTickets, saying, wholeState } from '../support/scripted-tickets'

const coalesceMs = 250

let store: OpenedStore
let desk: DeliveryDesk
let tickets: ScriptedTickets
let parts: DigestParts
let woken: string[]
let isHealthy: boolean

beforeAll(async () => {
  store = await openStore()
})
beforeEach(async () => {
  desk = await openDeliveryDesk(store)
  store.raw.exec('delete from links; delete from receipts; delete from changes')
  desk.clock.advance(60_000)
  tickets = createScriptedTickets()
  woken = []
  isHealthy = true
  const rules = rulesFrom()
  const source = {
    connector: tickets,
    rules,
    soarConnection: 'soar',
    label: 'events',
    tenant: 'default',
    results: 'all' as const,
  }
  parts = {
    db: store.db,
    ledger: desk.ledger,
    newId: desk.parts.newId,
    now: desk.clock.now,
    events: desk.parts.events,
    wake: lane => woken.push(lane),
    sourceOf: () => source,
    report: async () => isHealthy,
    coalesceMs,
    ignoresGone: false,
    isOpen: () => true,
    onNamed: () => {},
  }
})
afterAll(() => store.close())

async function receive(...receipts: Receipt[]): Promise<void> {
  await store.db.write(receipts.map(createReceiptInsert(store.db.read)))
}

const digest = (hold = desk.hold) => digestLane(parts, hold)
const states = () => store.rows<{ state: string }>('select state from receipts order by id').map(row => row.state)
const jobs = () => desk.ledger.openJobs('jira/10042')
const count = (table: string) => store.rows<{ n: number }>(`select count(*) as n from ${table}`)[0]?.n

describe('a digested lane', () => {
  test('becomes a link, one job and a line for each change, and its receipts are processed', async () => {
    await receive(
      saying({ changes: [wholeState({ summary: 'a' })] }),
      saying({ changes: [wholeState({ summary: 'b' }, 2)] }),
    )
    expect(await digest()).toBeNull()
    expect(states()).toEqual(['processed', 'processed'])
    expect(await jobs()).toMatchObject([
      { kind: 'create-container', command: { fields: { name: expect.stringContaining('b') } } },
    ])
    expect(count('changes')).toBe(2)
    expect(store.rows('select state, ticket_key, revision from links')).toEqual([
      { state: 'pending', ticket_key: 'SEC-1', revision: 1 },
    ])
  })

  test('with nothing received costs nothing', async () => {
    expect(await digest()).toBeNull()
    expect(count('links')).toBe(0)
  })

  test('that is busy waits, and takes what came meanwhile together', async () => {
    await receive(saying({ changes: [wholeState({ summary: 'a' })] }))
    await digest()
    desk.clock.advance(100)
    await receive(saying({ changes: [wholeState({ summary: 'b' }, 2)] }))
    expect(await digest()).toBe(desk.clock.now() + 150)
    await receive(saying({ changes: [wholeState({ summary: 'c' }, 3)] }))
    desk.clock.advance(150)
    expect(await digest()).toBeNull()
    expect(await jobs()).toMatchObject([{ command: { fields: { name: expect.stringContaining('c') } } }])
    expect(desk.events.filter(({ name }) => name === 'lane.digested')).toHaveLength(2)
  })

  test('that says nothing new makes no job', async () => {
    await receive(saying({ changes: [wholeState({ summary: 'a' })] }))
    await digest()
    const [before] = await jobs()
    desk.clock.advance(coalesceMs)
    await receive(saying({ changes: [wholeState({ summary: 'a' }, 2)] }))
    await digest()
    expect(await jobs()).toEqual([before])
  })

  test('was lost to another worker: nothing of it is written', async () => {
    await receive(saying({ changes: [wholeState({ summary: 'a' })] }))
    await desk.takeOver()
    await digest()
    expect(states()).toEqual(['pending'])
    expect([count('links'), count('jobs'), count('changes')]).toEqual([0, 0, 0])
    expect(desk.events).toEqual([])
  })

  test('keeps a delivery that trips us up for a person, and digests the others', async () => {
    await receive(buildReceipt({ body: Buffer.from('[') }), saying({ changes: [wholeState({ summary: 'a' })] }))
    await digest()
    expect(states()).toEqual(['quarantined', 'processed'])
    expect(await jobs()).toHaveLength(1)
    expect(desk.events.map(({ name }) => name)).toContain('receipt.quarantined')
  })

  test('of a ticket known only from its deletion is a tombstone without a container', async () => {
    await receive(saying({ changes: [{ kind: 'ticket-deleted', version: { at: 5 } }] }))
    await digest()
    expect(store.rows('select state, container_id from links')).toEqual([{ state: 'tombstone', container_id: null }])
    expect(await jobs()).toEqual([])
    expect(desk.events.map(({ name }) => name)).toContain('link.entombed')
  })

  test('keeps its deliveries where the ticketing system cannot be asked: looked at again, or once it is back', async () => {
    tickets.onRead(() => Promise.reject(new BridgeError('unavailable', 'no answer', { code: 'timeout' })))
    await receive(saying({ mustReread: true }))
    expect(await digest()).toBe(desk.clock.now() + 5_000)
    isHealthy = false
    expect(await digest()).toBeNull()
    expect(states()).toEqual(['pending'])
    tickets.onRead(async () => wholeState({ summary: 'back' }))
    await digest()
    expect(states()).toEqual(['processed'])
  })

  test('is not taken for one of a broken ticketing system where our own disk fails', async () => {
    await receive(saying({ changes: [wholeState({ summary: 'a' })] }))
    const failure = new BridgeError('unavailable', 'the disk is full', { code: 'store-failed' })
    parts = { ...parts, db: { read: store.db.read, write: () => Promise.reject(failure) } }
    await expect(digest()).rejects.toBe(failure)
  })

  test('that received too much for one look is looked at again', async () => {
    await receive(...Array.from({ length: 501 }, () => saying({ changes: [wholeState({ summary: 'a' })] })))
    expect(await digest()).toBe(desk.clock.now() + coalesceMs)
    expect(states().filter(state => state === 'pending')).toHaveLength(1)
  })
})

describe('deliveries that name only a key', () => {
  const named = (key: string) => buildReceipt({ lane: 'jira/', body: Buffer.from(JSON.stringify({ key })) })
  const lanes = () => store.rows<{ lane: string }>('select lane from receipts order by id').map(row => row.lane)

  async function resolveAll() {
    await store.db.write([desk.ledger.raiseLane('jira/', 'jira')])
    const hold = await desk.ledger.acquireLane('jira/', 'worker-1')
    if (hold === null) throw new Error('the lane is free')
    return digest(hold)
  }

  test('move into the lane of their ticket, which is wanted and woken', async () => {
    await receive(named('SEC-1'), named('SEC-2'))
    tickets.onResolve(async key => ({ id: key === 'SEC-1' ? '10042' : '10043' }))
    await resolveAll()
    expect(lanes()).toEqual(['jira/10042', 'jira/10043'])
    expect(states()).toEqual(['pending', 'pending'])
    expect(woken).toEqual(['jira/10042', 'jira/10043'])
  })

  test('wait for a person where nobody knows their ticket', async () => {
    await receive(named('SEC-404'))
    await resolveAll()
    expect(store.rows('select state, reason from receipts')).toEqual([
      { state: 'quarantined', reason: 'ticket-unknown' },
    ])
  })

  test.each(['rejected', 'denied'] as const)(
    'hold up no others where the system, otherwise well, refuses one (%s)',
    async kind => {
      await receive(named('SEC-400'), named('SEC-1'))
      tickets.onResolve(async key => {
        if (key === 'SEC-400') throw new BridgeError(kind, 'refused')
        return { id: '10042' }
      })
      await resolveAll()
      expect(states()).toEqual(['quarantined', 'pending'])
      expect(lanes()).toEqual(['jira/', 'jira/10042'])
    },
  )

  test('stay where they are while the system cannot be asked', async () => {
    await receive(named('SEC-1'), named('SEC-2'))
    isHealthy = false
    tickets.onResolve(() => Promise.reject(new BridgeError('unavailable', 'no answer', { code: 'unreachable' })))
    expect(await resolveAll()).toBeNull()
    expect(lanes()).toEqual(['jira/', 'jira/'])
    expect(tickets.asked).toHaveLength(1)
  })
})
