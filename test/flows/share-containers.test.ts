import type { ContainerChange, ContainerState } from '../../src/domain/container-change'
import { type Share, shareChanges } from '../../src/flows/share-containers'
import { saveLink } from '../../src/store/links'
import { createReceiptInsert } from '../../src/store/receipts'
import { buildLink, buildReceipt, newYear } from '../builders/rows'
import { type OpenedStore, openStore } from '../support/open-store'
import { startFields } from '../support/round-trip-desk'

let store: OpenedStore
let asked: string[]
beforeAll(async () => {
  store = await openStore()
})
beforeEach(() => {
  store.raw.exec('delete from links; delete from receipts')
  asked = []
})
afterAll(() => store.close())

const known = { containerId: '7', version: { at: newYear } }
const note: ContainerChange = {
  ...known,
  kind: 'note',
  id: 'note:1',
  title: 'Verdict',
  text: 'A lure',
  format: 'text',
  author: null,
  deleted: false,
}
const artifactBy = (sourceDataIdentifier: string): ContainerChange => ({
  ...known,
  ...{ kind: 'artifact', id: '3', name: 'Sender', label: 'event', severity: 'low', cef: {}, sourceDataIdentifier },
})
const stateBy = (sourceDataIdentifier: string): ContainerChange => {
  const rest = { isCase: false, closeReason: null, closedAt: null, sourceDataIdentifier }
  return { ...known, kind: 'container-state', state: { ...startFields, ...rest } as ContainerState }
}
const run: ContainerChange = {
  ...known,
  ...{ kind: 'run', id: 'action:1', name: 'whois', state: 'success', message: '', startedAt: null, endedAt: null },
}
const held = artifactBy('made-by-hand')

const shareOf = (connection: string, from: string, soarConnection: string): Share => ({
  connection,
  from,
  soarConnection,
  readContent: async containerId => {
    asked.push(`${connection} ${containerId}`)
    return [held]
  },
})
const shares = [
  shareOf('to-east', 'west', 'east'),
  shareOf('to-south', 'west', 'south'),
  shareOf('back', 'east', 'west'),
]

async function share(changes: ContainerChange[], linkedBy: string[] = []): Promise<[string, string][]> {
  const linksOf = () => linkedBy.map(connection => ({ connection }))
  const shared = await shareChanges({ db: store.db, shares }, { soarConnection: 'west', changes, linksOf })
  return shared.map(({ connection, change }) => [connection, change.kind])
}

describe('what a poll tells of a container', () => {
  test('goes to every share of its SOAR, with all that it holds where it is new', async () => {
    expect(await share([stateBy('soarbridge:jira:10042')], ['jira'])).toEqual([
      ['to-east', 'container-state'],
      ['to-east', 'artifact'],
      ['to-south', 'container-state'],
      ['to-south', 'artifact'],
    ])
    expect(asked).toEqual(['to-east 7', 'to-south 7'])
  })

  test('goes on to those that know the container, without a further look into it', async () => {
    const link = buildLink({ connection: 'to-east', ticketId: '7', soarConnection: 'east' })
    await store.db.write([saveLink(store.db.read, link, null)])
    expect(await share([stateBy(''), note, run])).toEqual([
      ['to-east', 'container-state'],
      ['to-east', 'note'],
      ['to-south', 'container-state'],
      ['to-south', 'note'],
      ['to-south', 'artifact'],
    ])
    expect(asked).toEqual(['to-south 7'])
  })

  test('goes to a share whose first news of it waits to be digested', async () => {
    const receipt = buildReceipt({ connection: 'to-east', lane: 'to-east/7' })
    await store.db.write([createReceiptInsert(store.db.read)(receipt)])
    expect(await share([note])).toEqual([['to-east', 'note']])
  })

  test('waits for the container itself', async () => {
    expect(await share([note, held])).toEqual([])
  })

  test.each<[string, ContainerChange[], string[]]>([
    ['by its identifier', [stateBy('soarbridge:back:12'), note], []],
    ['by that of its artifact', [artifactBy('soarbridge:back:12:ticket')], []],
    ['by its link, whatever the share was called when it was made', [stateBy('soarbridge:renamed:12')], ['back']],
    ['also where another share made it', [stateBy('soarbridge:to-south:12')], []],
  ])('stays where it is a copy: known %s', async (_title, changes, linkedBy) => {
    expect(await share(changes, linkedBy)).toEqual([])
    expect(asked).toEqual([])
  })

  test('stays where its SOAR shares nothing', async () => {
    const linksOf = () => []
    const polled = { soarConnection: 'south', changes: [stateBy('')], linksOf }
    expect(await shareChanges({ db: store.db, shares }, polled)).toEqual([])
  })
})
