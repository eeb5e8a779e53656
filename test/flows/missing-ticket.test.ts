import type { NoteChange } from '../../src/domain/container-change'
import { reconcileReceipt } from '../../src/flows/reconcile-ask'
import { digestLane } from '../../src/flows/ticket-to-soar'
import { createReceiptInsert } from '../../src/store/receipts'
import { type OpenedStore, openStore } from '../support/open-store'
import { openRoundTripDesk, type RoundTripDesk } from '../support/round-trip-desk'

let store: OpenedStore
let pair: RoundTripDesk

beforeAll(async () => {
  store = await openStore()
})
beforeEach(async () => {
  pair = await openRoundTripDesk(store, 'notes: { direction: both }\nresults: { runs: true }')
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
const note = (id: string): NoteChange => {
  const said = { title: 'Seen', text: `seen ${id}`, format: 'text', author: 'ana', deleted: false } as const
  return { kind: 'note', id: `note:${id}`, containerId: '7', version: { at: pair.desk.clock.now() }, ...said }
}
const openKinds = async () => (await pair.desk.ledger.openJobs('jira/10042')).map(({ kind }) => kind)
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

  test('is told nothing more, and what waited to be told gives way', async () => {
    pair = await openRoundTripDesk(store, 'notes: { direction: both }\nresults: { runs: true }')
    await pair.hearSoar(note('1'))
    pair.desk.clock.advance(10)
    await digestLane(pair.digestParts, pair.desk.hold)
    expect(await openKinds()).toEqual(['upsert-comment'])
    await miss()
    await pair.hearSoar(note('2'))
    await pair.settle()
    expect(pair.asked.filter(command => 'ticket' in command)).toEqual([])
    expect(store.rows("select state from jobs where kind = 'upsert-comment'")).toEqual([{ state: 'superseded' }])
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
