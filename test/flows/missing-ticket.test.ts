import { reconcileReceipt } from '../../src/flows/reconcile-ask'
import { createReceiptInsert } from '../../src/store/receipts'
import { type OpenedStore, openStore } from '../support/open-store'
import { openRoundTripDesk, type RoundTripDesk } from '../support/round-trip-desk'

let store: OpenedStore
let pair: RoundTripDesk

beforeAll(async () => {
  store = await openStore()
})
beforeEach(async () => {
  pair = await openRoundTripDesk(store, '{}')
  await pair.editTicket({})
  await pair.settle()
  await miss()
})
afterAll(() => store.close())

/** It was looked for and not found. */
async function miss(): Promise<void> {
  pair.desk.clock.advance(1000)
  await pair.hearTicket({ kind: 'ticket-deleted', version: { at: pair.desk.clock.now() }, isPresumed: true })
  await pair.settle()
}
const tags = () => pair.asked.flatMap(command => (command.kind === 'update-container' ? [command.tags] : []))
const state = async () => (await pair.link()).state
const tagged = { add: ['ticket-deleted'], remove: [] }
const untagged = { add: [], remove: ['ticket-deleted'] }

describe('a ticket that was looked for and not found', () => {
  test('counts as deleted, and the webhook of its deletion changes nothing when it comes late', async () => {
    expect([await state(), tags().at(-1)]).toEqual(['tombstone', tagged])
    const before = pair.asked.length
    await pair.hearTicket({ kind: 'ticket-deleted', version: { at: pair.desk.clock.now() - 900 } })
    await pair.settle()
    expect([await state(), pair.asked.length]).toEqual(['tombstone', before])
  })

  test('is alive again with its next change', async () => {
    await pair.editTicket({ summary: 'Still here' })
    await pair.settle()
    expect([await state(), tags().at(-1)]).toEqual(['linked', untagged])
  })

  test('is alive again once it was read, whatever its version', async () => {
    const link = await pair.link()
    const ask = reconcileReceipt(link, { container: null, fields: null }, { newId: pair.digestParts.newId, readAt: 1 })
    await store.db.write([createReceiptInsert(store.db.read)(ask)])
    await pair.settle()
    expect([await state(), tags().at(-1)]).toEqual(['linked', untagged])
  })

  test('stays deleted for all that was on its way', async () => {
    await pair.hearTicket({
      kind: 'ticket-state',
      version: { at: pair.desk.clock.now() - 5_000 },
      fields: { summary: 'Said before' },
      complete: false,
    })
    await pair.settle()
    expect(await state()).toBe('tombstone')
  })
})
