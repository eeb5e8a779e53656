import type { Receipt } from '../../src/domain/receipt'
import {
  createReceiptInsert,
  findDuplicate,
  markProcessed,
  markQuarantined,
  moveToLane,
  pendingReceipts,
} from '../../src/store/receipts'
import { buildReceipt } from '../builders/rows'
import { type OpenedStore, openStore } from '../support/open-store'

let store: OpenedStore

beforeAll(async () => {
  store = await openStore()
})
beforeEach(() => void store.raw.exec('delete from receipts'))
afterAll(() => store.close())

/** True where the receipt is a new row. */
async function insert(receipt: Receipt): Promise<boolean> {
  const written = await store.db.write([createReceiptInsert(store.db.read)(receipt)])
  return written.committed && written.changes[0] === 1
}

const lane = 'jira/10042'
const pending = async (rows = 100, bytes = 1_000_000) =>
  (await pendingReceipts(store.db.read, lane, { rows, bytes })).receipts
const stateOf = ({ id }: Receipt) =>
  store.rows('select state, reason, processed_at, lane from receipts where id = ?', id)[0]

describe('a receipt', () => {
  test('comes back byte for byte', async () => {
    const body = Buffer.from([0x7b, 0x00, 0xff, 0xfe, 0xc3, 0x28, 0x7d])
    const receipt = buildReceipt({ body, headers: { 'user-agent': 'Atlassian' }, deliveryId: 'd', version: 3 })
    expect(await insert(receipt)).toBe(true)
    expect(await pending()).toEqual([receipt])
  })

  test('is a duplicate where its connection knows its delivery id', async () => {
    expect(await insert(buildReceipt({ deliveryId: 'd-1' }))).toBe(true)
    expect(await insert(buildReceipt({ deliveryId: 'd-1', body: Buffer.from('{}') }))).toBe(false)
    expect(await insert(buildReceipt({ deliveryId: 'd-1', connection: 'jira-2' }))).toBe(true)
    expect(await insert(buildReceipt({ deliveryId: 'd-2' }))).toBe(true)
  })

  test('is a duplicate where its connection knows its versioned content', async () => {
    expect(await insert(buildReceipt({ version: 1, deliveryId: 'd-1' }))).toBe(true)
    expect(await insert(buildReceipt({ version: 1, deliveryId: 'd-2' }))).toBe(false)
    expect(await insert(buildReceipt({ version: 1, body: Buffer.from('{}') }))).toBe(true)
    expect(await insert(buildReceipt({ version: 1, connection: 'jira-2' }))).toBe(true)
  })

  test('is none where neither tells what it is: such content is kept each time', async () => {
    for (let times = 0; times < 3; times += 1) expect(await insert(buildReceipt())).toBe(true)
    expect(await pending()).toHaveLength(3)
  })

  test('leads to what it collided with, by delivery id before content', async () => {
    const byDelivery = buildReceipt({ deliveryId: 'd-1', version: 1 })
    const byContent = buildReceipt({ deliveryId: 'd-2', version: 2, body: Buffer.from('{}') })
    await insert(byDelivery)
    await insert(byContent)
    const find = (deliveryId: string | null, content: Partial<Receipt>, connection = 'jira') =>
      findDuplicate(store.db.read, { ...byContent, ...content, connection, deliveryId })
    expect(await find('d-1', byContent)).toEqual({ id: byDelivery.id, sha256: byDelivery.sha256 })
    expect(await find('d-3', byContent)).toEqual({ id: byContent.id, sha256: byContent.sha256 })
    expect(await find(null, byContent)).toMatchObject({ id: byContent.id })
    expect(await find('d-3', { version: null })).toBeUndefined()
    expect(await find('d-1', byDelivery, 'jira-2')).toBeUndefined()
  })

  test('waits for its lane, the oldest first and no more than asked for', async () => {
    const receipts = [buildReceipt(), buildReceipt(), buildReceipt()]
    for (const receipt of [...receipts].reverse()) await insert(receipt)
    await insert(buildReceipt({ lane: 'jira/10043' }))
    await insert(buildReceipt({ state: 'processed' }))
    expect(await pending(2)).toEqual(receipts.slice(0, 2))
  })

  test.each([
    ['processed', (id: string) => markProcessed(store.db.read, id, 7), { state: 'processed', processed_at: 7 }],
    [
      'quarantined, with the reason',
      (id: string) => markQuarantined(store.db.read, { id, reason: 'not-readable', at: 7 }),
      { state: 'quarantined', reason: 'not-readable', processed_at: 7 },
    ],
    [
      'moved to another lane',
      (id: string) => moveToLane(store.db.read, id, 'jira/7'),
      { state: 'pending', lane: 'jira/7' },
    ],
  ])('is %s while it is pending and not again', async (_, change, after) => {
    const receipt = buildReceipt()
    await insert(receipt)
    expect(await store.db.write([change(receipt.id)])).toMatchObject({ committed: true })
    expect(stateOf(receipt)).toMatchObject(after)
    await store.db.write([{ sql: "update receipts set state = 'processed'", parameters: [] }])
    expect(await store.db.write([change(receipt.id)])).toMatchObject({ committed: false })
  })
})
