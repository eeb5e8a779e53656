import type { UpdateTicket } from '../../src/domain/command'
import { type OpenedStore, openStore } from '../support/open-store'
import { openQuietPair, type RoundTripDesk } from '../support/round-trip-desk'

let store: OpenedStore
let pair: RoundTripDesk

beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const closing = `
container:
  status: [{ when: { field: status, equals: Done }, use: closed }, { use: open }]
toTicket:
  status: [{ soar: closed, to: [Done], closes: true }]
  closing: [{ field: resolution, values: { Duplicate: Duplicate }, otherwise: Done }]
`

/** What the ticket is asked to fill in when its container is closed with this reason. */
async function closeWith(closeReason: string, direction: string) {
  const fields = `fields: { status: { direction: both }, closeReason: { direction: ${direction} } }`
  pair = await openQuietPair(store, `${fields}${closing}`)
  await pair.editContainer({ status: 'closed', closeReason })
  await pair.settle()
  return pair.asked.find((one): one is UpdateTicket => one.kind === 'update-ticket')?.status?.fields
}

test('why a container was closed is told with the status that closes the ticket', async () => {
  expect(await closeWith('Duplicate', 'to-ticket')).toEqual({ resolution: 'Duplicate' })
})

test('why a container was closed stays in SOAR where the rules do not let it out', async () => {
  expect(await closeWith('Duplicate', 'none')).toEqual({ resolution: 'Done' })
})

test('why a container was closed stays in SOAR where it is marked too strictly', async () => {
  expect(await closeWith('TLP:RED Duplicate', 'to-ticket')).toEqual({ resolution: 'Done' })
})
