import type { SweptTicket } from '../../src/connectors/connector'
import type { ContainerChange, ContainerChanges } from '../../src/domain/container-change'
import type { JsonObject } from '../../src/domain/json'
import type { Share } from '../../src/flows/share-containers'
import { sweepHomes } from '../../src/flows/sweep-homes'
import { saveLink } from '../../src/store/links'
import { buildLink, newYear } from '../builders/rows'
import { type OpenedStore, openStore } from '../support/open-store'
import { startFields } from '../support/round-trip-desk'

let store: OpenedStore
let asked: string[]
beforeAll(async () => {
  store = await openStore()
})
beforeEach(() => {
  store.raw.exec('delete from links')
  asked = []
})
afterAll(() => store.close())

const stateOf = (containerId: string, sourceDataIdentifier: string) => {
  const rest = { isCase: false, closeReason: null, closedAt: null, sourceDataIdentifier }
  return { containerId, version: { at: newYear }, kind: 'container-state', state: { ...startFields, ...rest } }
}
const swept = (id: string, sourceDataIdentifier = ''): SweptTicket => {
  const several = { kind: 'several', containerId: id, changes: [stateOf(id, sourceDataIdentifier)] }
  return { id, key: `west#${id}`, updatedAt: newYear, payload: several as unknown as JsonObject }
}
const held = { kind: 'artifact', id: '3' } as ContainerChange
const shareOf = (connection: string, from: string, soarConnection: string): Share => ({
  connection,
  from,
  soarConnection,
  readContent: async containerId => {
    asked.push(containerId)
    return [held]
  },
})
const share = shareOf('to-east', 'west', 'east')
const shares = [share, shareOf('back', 'east', 'west')]
const next = { at: newYear, id: '9' }

async function sweep(...tickets: SweptTicket[]) {
  const sweeper = { readUpdated: async () => ({ tickets, next }), countUpdated: async () => 7 }
  const homes = sweepHomes({ db: store.db, shares, share }, sweeper)
  expect(await homes.countUpdated({ collection: null, after: null })).toBe(7)
  const page = await homes.readUpdated({ collection: null, after: null, limit: 100 })
  expect(page.next).toEqual(next)
  return page.tickets.map(({ id, payload }) => {
    const { changes } = payload as unknown as ContainerChanges
    return [id, ...changes.map(({ kind }) => kind)]
  })
}

test('a container that the share does not know comes with all that it holds', async () => {
  expect(await sweep(swept('7'), swept('8', 'soarbridge:jira:10042'))).toEqual([
    ['7', 'container-state', 'artifact'],
    ['8', 'container-state', 'artifact'],
  ])
})

test('one that it knows comes alone, and nobody looks into it', async () => {
  const link = buildLink({ connection: 'to-east', ticketId: '7', soarConnection: 'east' })
  await store.db.write([saveLink(store.db.read, link, null)])
  expect([await sweep(swept('7')), asked]).toEqual([[['7', 'container-state']], []])
})

test('a copy is left out: by its identifier, and by its link whatever the share was called when it was made', async () => {
  const made = buildLink({ connection: 'back', ticketId: '1', soarConnection: 'west', containerId: '8' })
  await store.db.write([saveLink(store.db.read, made, null)])
  expect(await sweep(swept('7', 'soarbridge:back:4'), swept('8', 'soarbridge:renamed:1'))).toEqual([])
  expect(asked).toEqual([])
})
