import { connectionsWithLinks, findLink, findLinkById, saveLink } from '../../src/store/links'
import { insertTwin, twinIdentifiers } from '../../src/store/twins'
import { buildLink } from '../builders/rows'
import { type OpenedStore, openStore } from '../support/open-store'

let store: OpenedStore

beforeAll(async () => {
  store = await openStore()
})
beforeEach(() => void store.raw.exec('delete from links; delete from twins'))
afterAll(() => store.close())

const key = { connection: 'jira', ticketId: '10042', soarConnection: 'soar' }
const save = (...args: Parameters<typeof saveLink>) => store.db.write([saveLink(...args)])

describe('a link', () => {
  test('is found by its ticket and by its id, as it was saved', async () => {
    const link = buildLink({ observables: ['domain:evil.example'], containerId: '7', state: 'linked' })
    await save(store.db.read, link, null)
    expect(await findLink(store.db.read, key)).toEqual(link)
    expect(await findLinkById(store.db.read, link.id)).toEqual(link)
    expect(await findLink(store.db.read, { ...key, connection: 'jira-2' })).toBeUndefined()
    expect(await findLink(store.db.read, { ...key, soarConnection: 'soar-2' })).toBeUndefined()
  })

  test('is one for each ticket and SOAR: a second is refused', async () => {
    await save(store.db.read, buildLink(), null)
    await expect(save(store.db.read, buildLink({ id: 'link-2' }), null)).rejects.toMatchObject({ code: 'store-failed' })
    await save(store.db.read, buildLink({ id: 'link-3', soarConnection: 'soar-2' }), null)
    await save(store.db.read, buildLink({ id: 'link-4', connection: 'jira-2' }), null)
    expect(store.rows('select id from links')).toHaveLength(3)
  })

  test('is changed by who read its last revision only', async () => {
    await save(store.db.read, buildLink({ revision: 1 }), null)
    const first = await save(store.db.read, buildLink({ revision: 2, ticketKey: 'SEC-2' }), 1)
    const late = await save(store.db.read, buildLink({ revision: 2, ticketKey: 'SEC-3' }), 1)
    expect([first.committed, late.committed]).toEqual([true, false])
    expect(await findLink(store.db.read, key)).toMatchObject({ ticketKey: 'SEC-2', revision: 2 })
  })

  test('keeps the time it was made', async () => {
    await save(store.db.read, buildLink({ createdAt: 1 }), null)
    await save(store.db.read, buildLink({ createdAt: 2, updatedAt: 2, revision: 2 }), 1)
    expect(await findLink(store.db.read, key)).toMatchObject({ createdAt: 1, updatedAt: 2 })
  })

  test('makes its connection known as one that may not vanish', async () => {
    expect(await connectionsWithLinks(store.db.read)).toEqual([])
    await save(store.db.read, buildLink(), null)
    await save(store.db.read, buildLink({ id: 'link-2', ticketId: '10043' }), null)
    expect(await connectionsWithLinks(store.db.read)).toEqual(['jira'])
  })

  test('has each twin once, under its latest id', async () => {
    const twin = {
      linkId: 'link-1',
      kind: 'observable' as const,
      ticketSide: 'sdi-1',
      soarSide: '1',
      sha256: '',
      copySha256: '',
      origin: 'ticket' as const,
    }
    const other = { ...twin, ticketSide: 'sdi-2', soarSide: '2' }
    for (const one of [twin, { ...twin, soarSide: '9' }, other, { ...twin, linkId: 'link-2' }])
      await store.db.write([insertTwin(store.db.read, one, 1)])
    expect(await twinIdentifiers(store.db.read, 'link-1')).toEqual(new Set(['sdi-1', 'sdi-2']))
    const rows = store.rows("select soar_side from twins where link_id = 'link-1' and ticket_side = 'sdi-1'")
    expect(rows).toEqual([{ soar_side: '9' }])
  })
})
