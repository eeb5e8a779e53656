import type { PolledPage } from '../../src/connectors/connector'
import type { ContainerStateChange, NoteChange } from '../../src/domain/container-change'
import { emptyContainer } from '../../src/domain/container-snapshot'
import { createIdSource } from '../../src/domain/ids'
import { type PollSoarParts, pollSoar } from '../../src/flows/poll-soar'
import { saveLink } from '../../src/store/links'
import { buildLink, newYear } from '../builders/rows'
import { type OpenedStore, openStore } from '../support/open-store'

let store: OpenedStore
let pages: PolledPage[]
let asked: object[]
let woken: string[]
let parts: PollSoarParts

beforeAll(async () => {
  store = await openStore()
})
beforeEach(async () => {
  store.raw.exec('delete from links; delete from receipts; delete from checkpoints')
  await store.db.write([saveLink(store.db.read, buildLink({ containerId: '7', state: 'linked' }), null)])
  pages = []
  asked = []
  woken = []
  parts = {
    db: store.db,
    wake: lane => woken.push(lane),
    newId: createIdSource({ now: () => newYear }),
    now: () => newYear,
    events: { emit: () => {} },
    pollerOf: () => ({
      poll: async one => {
        asked.push(one)
        const page = pages.length > 1 ? pages.shift() : pages[0]
        if (page === undefined) throw new Error('the script says nothing about this call')
        return page
      },
    }),
  }
})
afterAll(() => store.close())

const noteOf = (containerId: string, changes: Partial<NoteChange> = {}): NoteChange => ({
  kind: 'note',
  id: 'note:1',
  containerId,
  version: { at: newYear },
  title: 'Seen',
  text: 'a text',
  format: 'text',
  author: 'ana',
  deleted: false,
  ...changes,
})
const page = (changes: NoteChange[], mark = { at: newYear, id: '1' }, isMore = false): PolledPage => ({
  changes,
  mark,
  isMore,
})
const poll = () => pollSoar(parts, { soarConnection: 'soar', collections: ['note'] })
const receipts = () =>
  store.rows<{ lane: string; event: string; connection: string }>(
    'select lane, event, connection from receipts order by id',
  )

describe('a look into SOAR', () => {
  test('puts what concerns a linked container into the lane of its ticket, and wakes it', async () => {
    pages = [page([noteOf('7')])]
    await poll()
    expect(receipts()).toEqual([{ lane: 'jira/10042', event: 'soar:note', connection: 'soar' }])
    expect(woken).toEqual(['jira/10042'])
  })

  test('leaves out what concerns nobody', async () => {
    pages = [page([noteOf('8')])]
    await poll()
    expect(receipts()).toEqual([])
    expect(woken).toEqual([])
  })

  test('tells every ticket of a container that several share', async () => {
    const other = buildLink({ id: 'link-2', ticketId: '10043', containerId: '7', state: 'linked' })
    await store.db.write([saveLink(store.db.read, other, null)])
    pages = [page([noteOf('7')])]
    await poll()
    expect(receipts().map(({ lane }) => lane)).toEqual(['jira/10042', 'jira/10043'])
  })

  test('takes a window that it reads twice once, and what changed in it again', async () => {
    pages = [page([noteOf('7')]), page([noteOf('7')]), page([noteOf('7', { text: 'another text' })])]
    await poll()
    await poll()
    expect(receipts()).toHaveLength(1)
    await poll()
    expect(receipts()).toHaveLength(2)
    expect(woken).toEqual(['jira/10042', 'jira/10042'])
  })

  test('tells the state of a container once while the bridge writes to it, and again after', async () => {
    const writtenAt = (at: number) => {
      const container = { ...emptyContainer(), fields: { severity: { value: 'low', at, writtenAt: at } } }
      store.raw.prepare('update links set container = ?').run(JSON.stringify(container))
    }
    const state = { severity: 'high' } as ContainerStateChange['state']
    const change: ContainerStateChange = { kind: 'container-state', containerId: '7', version: { at: newYear }, state }
    parts.pollerOf = () => ({ poll: async () => ({ changes: [change], mark: { at: newYear, id: '' }, isMore: false }) })
    await poll()
    expect(receipts()).toHaveLength(1)
    writtenAt(newYear)
    await poll()
    await poll()
    expect(receipts()).toHaveLength(2)
    writtenAt(newYear - 1)
    await poll()
    await poll()
    expect(receipts()).toHaveLength(3)
  })

  test('goes on where the last one stood, page by page', async () => {
    pages = [page([], { at: newYear, id: '1' }, true), page([], { at: newYear + 5, id: '9' })]
    await poll()
    await poll()
    expect(asked).toMatchObject([
      { since: null },
      { since: { at: newYear, id: '1' } },
      { since: { at: newYear + 5, id: '9' } },
    ])
  })

  test('commits what all collections tell at once, so that no lane hears half of a look', async () => {
    let writes = 0
    const { db } = store
    const write: typeof db.write = statements => {
      writes += 1
      return db.write(statements)
    }
    parts.db = { read: db.read, write }
    pages = [page([noteOf('7')]), page([noteOf('7', { id: 'comment:1' })])]
    await pollSoar(parts, { soarConnection: 'soar', collections: ['note', 'comment'] })
    expect({ writes, receipts: receipts().length }).toEqual({ writes: 1, receipts: 2 })
  })

  test('keeps what it read before SOAR did not answer', async () => {
    const answers = [page([noteOf('7')])]
    parts.pollerOf = () => ({ poll: async () => answers.shift() ?? Promise.reject(new Error('gone')) })
    await expect(pollSoar(parts, { soarConnection: 'soar', collections: ['note', 'comment'] })).rejects.toThrow('gone')
    expect(receipts()).toHaveLength(1)
    expect(woken).toEqual(['jira/10042'])
  })

  test('keeps its place where SOAR does not answer', async () => {
    pages = [page([], { at: newYear, id: '1' })]
    await poll()
    pages = []
    await expect(poll()).rejects.toThrow('the script says nothing')
    expect(store.rows('select at, id from checkpoints')).toEqual([{ at: newYear, id: '1' }])
  })
})
