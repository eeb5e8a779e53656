import type { ApprovalChange } from '../../src/domain/container-change'
import { emptyContainer } from '../../src/domain/container-snapshot'
import { readApprovals } from '../../src/flows/read-approvals'
import { saveLink } from '../../src/store/links'
import { buildLink, newYear } from '../builders/rows'
import { type OpenedStore, openStore } from '../support/open-store'

let store: OpenedStore

beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

function answered(id: number, state: ApprovalChange['state']): ApprovalChange {
  const asked = { name: 'block_sender', who: 'ada', startedAt: null, dueAt: null, closedAt: newYear }
  return { kind: 'approval', containerId: '7', id: String(id), version: { at: 0 }, state, ...asked }
}

test('no approval is left out where the links before it have none of its state', async () => {
  const links = Array.from({ length: 450 }, (_, index) => {
    const one = answered(index, index === 3 ? 'denied' : 'approved')
    const id = `0190b2a0-0000-7000-8000-${String(index).padStart(12, '0')}`
    const container = { ...emptyContainer(), approvals: { [one.id]: one } }
    return saveLink(store.db.read, buildLink({ id, ticketId: String(index), containerId: '7', container }), null)
  })
  await store.db.write(links)
  const parts = { db: store.db, containerUrl: () => '', visible: null, now: () => newYear }
  const found: string[] = []
  let after: string | null | undefined
  let pages = 0
  while (after !== null) {
    const page = await readApprovals(parts, { state: 'denied' }, { limit: 1, ...(after !== undefined && { after }) })
    found.push(...page.items.map(({ id }) => id))
    after = page.next
    pages += 1
  }
  expect(found).toEqual(['3'])
  expect(pages).toBeLessThan(10)
})
