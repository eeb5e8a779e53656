import type { GoneTicket, SoughtTicket } from '../../src/connectors/connector'
import { type VerifyParts, verifyTickets } from '../../src/flows/verify-tickets'
import { saveLink } from '../../src/store/links'
import { buildLink } from '../builders/rows'
import { type OpenedStore, openStore } from '../support/open-store'
import { openReadingDesk, type ReadingDesk } from '../support/reading-desk'

let store: OpenedStore
let desk: ReadingDesk
let parts: VerifyParts
let asked: string[][]
let gone: string[]

beforeAll(async () => {
  store = await openStore()
})
beforeEach(() => {
  store.raw.exec('delete from links; delete from receipts; delete from checkpoints')
  desk = openReadingDesk(store)
  asked = []
  gone = []
  const findGone = async (tickets: readonly SoughtTicket[]): Promise<GoneTicket[]> => {
    asked.push(tickets.map(({ id }) => id))
    return tickets.filter(({ id }) => gone.includes(id)).map(({ id }) => ({ id, payload: { id, gone: true } }))
  }
  parts = { ...desk.parts, sweeperOf: () => ({ findGone }) }
})
afterAll(() => store.close())

const link = (ticketId: string, over: Parameters<typeof buildLink>[0] = {}) =>
  store.db.write([
    saveLink(store.db.read, buildLink({ id: `link-${ticketId}`, ticketId, state: 'linked', ...over }), null),
  ])
const round = () => verifyTickets(parts, 'jira')
const lanes = () => store.rows<{ lane: string }>('select lane from receipts').map(({ lane }) => lane)

test('a ticket that is missing in two rounds is told once, as its deletion', async () => {
  await link('1')
  await link('2')
  gone = ['2']
  await round()
  expect(lanes()).toEqual([])
  await round()
  expect(lanes()).toEqual(['jira/2'])
  expect(desk.woken).toEqual(['jira/2'])
  expect(desk.events).toEqual([{ name: 'ticket.gone', fields: expect.objectContaining({ lane: 'jira/2' }) }])
  expect(store.rows('select collection from checkpoints')).toEqual([])
})

test('one that is there again in between is forgotten, and must be missing twice again', async () => {
  await link('1')
  for (const missing of [['1'], [], ['1']]) {
    gone = missing
    await round()
  }
  expect(lanes()).toEqual([])
})

test('one whose deletion was told in between is not asked for again', async () => {
  await link('1')
  gone = ['1']
  await round()
  store.raw.exec("update links set state = 'tombstone'")
  await round()
  expect([asked, lanes()]).toEqual([[['1']], []])
  expect(store.rows('select collection from checkpoints')).toEqual([])
})

test('all that are linked with a container are walked through in turn, fifty a round, those of nobody else', async () => {
  const ids = Array.from({ length: 120 }, (_, at) => String(1000 + at))
  for (const id of ids) await link(id)
  await link('2000', { state: 'pending', containerId: null })
  await link('2001', { connection: 'servicenow' })
  gone = ['1001']
  for (let turn = 0; turn < 4; turn += 1) await round()
  expect(asked.map(one => one.length)).toEqual([50, 51, 20, 50])
  expect([...new Set(asked.slice(0, 3).flat())].sort()).toEqual(ids)
})

test('nothing is asked where nothing is linked', async () => {
  await round()
  expect(asked).toEqual([])
})

test('what the connector raises leaves everything as it was', async () => {
  await link('1')
  parts = { ...parts, sweeperOf: () => ({ findGone: () => Promise.reject(new Error('down')) }) }
  await expect(round()).rejects.toThrow('down')
  expect(store.rows('select collection from checkpoints')).toEqual([])
})
