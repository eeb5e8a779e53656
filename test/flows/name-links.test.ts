import { nameLinks } from '../../src/flows/name-links'
import { placeResults } from '../../src/flows/place-results'
import { saveLink } from '../../src/store/links'
import { buildLink } from '../builders/rows'
import { rulesFrom } from '../builders/some-rules'
import { type OpenedStore, openStore } from '../support/open-store'
import { openResultsDesk, type ResultsDesk } from '../support/results-desk'

let store: OpenedStore
let desk: ResultsDesk
let named: number
beforeEach(async () => {
  store = await openStore()
  desk = openResultsDesk(store)
  named = 0
})
afterEach(() => store.close())

const step = (db: Pick<OpenedStore['db'], 'read' | 'write'> = store.db) =>
  nameLinks({
    db,
    rulesOf: name => (name === 'jira' ? rulesFrom() : undefined),
    onNamed: () => {
      named += 1
    },
  })

/** As it was before names were kept. */
async function fileNameless(count: number, connection = 'jira'): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const id = `${connection}-${String(index).padStart(4, '0')}`
    const link = buildLink({
      id,
      connection,
      ticketId: id,
      ticketKey: `SEC-${index}`,
      observables: [`domain:${index}.example`],
      containerId: String(1000 + index),
      state: 'linked',
    })
    await store.db.write([saveLink(store.db.read, link, null)])
  }
}

test('results find links that stood before names were kept, by ticket, container and observable', async () => {
  await fileNameless(1)
  const fields = [{ task: 'SEC-0' }, { container_id: '1000' }, { observable: '0.example' }]
  const ids: string[] = []
  for (const one of fields) ids.push(await desk.post(one))
  await placeResults(desk.parts)
  expect(ids.map(id => desk.placeOf(id))).toEqual(['no-match', 'no-match', 'no-match'])
  expect(await step()).toBe('done')
  expect(named).toBe(1)
  await placeResults(desk.parts)
  expect(ids.map(id => desk.placeOf(id))).toEqual(['jira-0000', 'jira-0000', 'jira-0000'])
})

test('it goes in steps, goes on where it stopped, and is done once for all', async () => {
  await fileNameless(120)
  expect(await step()).toBe('more')
  expect(store.rows('select distinct link_id from link_names')).toHaveLength(50)
  // A step whose commit fails is taken again.
  const failing = { read: store.db.read, write: () => Promise.reject(new Error('disk full')) }
  await expect(step(failing)).rejects.toThrow('disk full')
  expect([await step(), await step()]).toEqual(['more', 'done'])
  expect(store.rows('select distinct link_id from link_names')).toHaveLength(120)
  store.raw.exec('delete from link_names')
  expect(await step()).toBe('done')
  expect(store.rows('select * from link_names')).toEqual([])
})

test('a link of a connection without rules is passed over', async () => {
  await fileNameless(1, 'servicenow')
  expect(await step()).toBe('done')
  expect([store.rows('select * from link_names'), named]).toEqual([[], 0])
})
