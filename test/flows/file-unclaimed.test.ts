import { createIdSource } from '../../src/domain/ids'
import { type FileUnclaimedParts, fileUnclaimedResults } from '../../src/flows/file-unclaimed'
import { placeResults } from '../../src/flows/place-results'
import { createLedger } from '../../src/outbox/ledger'
import { rulesFrom, shippedRules } from '../builders/some-rules'
import { type OpenedStore, openStore } from '../support/open-store'
import { openResultsDesk, type ResultsDesk } from '../support/results-desk'

const waitMs = 300_000

let store: OpenedStore
let desk: ResultsDesk
let parts: FileUnclaimedParts
beforeAll(async () => {
  store = await openStore()
})
beforeEach(() => {
  for (const table of ['links', 'link_names', 'result_names', 'results_to_plan', 'threat_lookup_results', 'lanes'])
    store.raw.exec(`delete from ${table}`)
  store.raw.exec('delete from idempotency_keys; delete from ci_enrichment_results; delete from jobs')
  desk = openResultsDesk(store)
  const { now } = desk.clock
  parts = {
    ...desk.parts,
    ledger: createLedger({ ...store.db, now, leaseMs: 30_000 }),
    newId: createIdSource(desk.clock),
    now,
    waitMs,
    source: {
      connector: { system: 'results' },
      rules: shippedRules('results'),
      soarConnection: 'soar',
      label: 'findings',
      results: 'none',
    },
  }
})
afterAll(() => store.close())

const place = () => placeResults(desk.parts)
/** As often as the clock would. */
async function file(changes: Partial<FileUnclaimedParts> = {}): Promise<void> {
  await fileUnclaimedResults({ ...parts, ...changes })
}
async function waitAndFile(): Promise<void> {
  await place()
  desk.clock.advance(waitMs)
  await file()
}
const links = () => store.rows<{ id: string; connection: string; state: string }>('select * from links')
const jobs = () => store.rows<{ kind: string; lane: string; command: string }>('select * from jobs')

test('a result that nobody claims gets its container after the wait, and not before', async () => {
  const id = await desk.post({ observable: 'evil.example', source_engine: 'VirusTotal', finding: 'Malicious' })
  await place()
  desk.clock.advance(waitMs - 1)
  await file()
  expect([desk.placeOf(id), links()]).toEqual(['no-match', []])
  desk.clock.advance(1)
  await file()
  await file()
  expect(links()).toMatchObject([{ connection: 'results:default', state: 'pending' }])
  expect(desk.placeOf(id)).toBe(links()[0]?.id)
  expect(jobs().map(({ kind }) => kind)).toEqual(['create-container'])
  expect(JSON.parse(jobs()[0]?.command ?? '')).toMatchObject({
    fields: { name: 'Results about evil.example', label: 'findings', severity: 'high' },
    ticketArtifact: { name: 'Results about evil.example', cef: { enrichmentFinding: 'Malicious' } },
    observableArtifacts: [{ cef: { destinationDnsDomain: 'evil.example' } }],
  })
  expect(desk.parts.woken).toEqual([jobs()[0]?.lane])
})

test('one that was not looked at yet waits on, however old', async () => {
  const id = await desk.post({ observable: 'evil.example' })
  desk.clock.advance(waitMs)
  await file()
  expect(desk.placeOf(id)).toBeNull()
})

test('results about one subject share a container, however they write it; other tenants and subjects do not', async () => {
  const same = [
    await desk.post({ observable: 'evil.example' }),
    await desk.post({ observable: ' EVIL[.]example' }),
    await desk.post({ observable: 'evil.example', task: 'SEC-404' }),
  ]
  const others = [
    await desk.post({ observable: 'evil.example' }, { tenant: 'acme' }),
    await desk.post({ observable: 'other.example' }),
    await desk.post({ observable: 'no observable at all' }),
  ]
  const host = await desk.post({ cmdb_ci: 'WEB-01.acme.example' }, { kind: 'ci_enrichment' })
  await waitAndFile()
  const places = [...same, ...others].map(id => desk.placeOf(id))
  expect(new Set(places.slice(0, 3)).size).toBe(1)
  expect(new Set([...places, desk.placeOf(host, 'ci_enrichment')]).size).toBe(5)
  expect(jobs()).toHaveLength(5)
})

test('what several tickets claim, or what is about nothing, waits on', async () => {
  await desk.link({ id: 'one', observables: ['domain:evil.example'] })
  await desk.link({ id: 'other', ticketId: '2', ticketKey: 'SEC-2', observables: ['domain:evil.example'] })
  const ambiguous = await desk.post({ observable: 'evil.example' })
  const nameless = await desk.post({ task: 'SEC-404' })
  await waitAndFile()
  expect([ambiguous, nameless].map(id => desk.placeOf(id))).toEqual(['ambiguous', 'names-nothing'])
  await desk.link({ id: 'late', ticketId: '404', ticketKey: 'SEC-404' })
  await place()
  expect(desk.placeOf(nameless)).toBe('late')
})

test('more than one look can hold get theirs in one go', async () => {
  for (let index = 0; index < 120; index += 1) await desk.post({ observable: 'evil.example', result: String(index) })
  await waitAndFile()
  expect(store.rows('select * from results_to_plan')).toHaveLength(120)
  expect(jobs()).toHaveLength(1)
})

test('a ticket that comes later takes its result over, to be told once', async () => {
  const id = await desk.post({ observable: 'evil.example' })
  await waitAndFile()
  const own = desk.placeOf(id)
  await place()
  expect(desk.placeOf(id)).toBe(own)
  await desk.link({ id: 'jira', observables: ['domain:evil.example'] })
  await place()
  await place()
  expect(desk.placeOf(id)).toBe('jira')
  const planned = store.rows<{ lane: string }>('select lane, result_id, is_again from results_to_plan order by lane')
  expect(planned).toEqual([
    { lane: 'jira/10042', result_id: id, is_again: 0 },
    { lane: jobs()[0]?.lane, result_id: id, is_again: 0 },
  ])
  expect(store.rows('select * from result_names')).toEqual([])
})

test('where two tickets claim it later it stays where it is', async () => {
  const id = await desk.post({ observable: 'evil.example' })
  await waitAndFile()
  const own = desk.placeOf(id)
  await desk.link({ id: 'one', observables: ['domain:evil.example'] })
  await desk.link({ id: 'other', ticketId: '2', ticketKey: 'SEC-2', observables: ['domain:evil.example'] })
  await place()
  expect([desk.placeOf(id), store.rows('select due from result_names')]).toEqual([own, [{ due: 0 }]])
})

test('a ticket that comes while its result is filed gets it all the same', async () => {
  const id = await desk.post({ observable: 'evil.example' })
  await place()
  desk.clock.advance(waitMs)
  let isFirst = true
  const write: typeof store.db.write = async statements => {
    if (isFirst) await desk.link({ id: 'jira', observables: ['domain:evil.example'] })
    isFirst = false
    return store.db.write(statements)
  }
  await file({ db: { read: store.db.read, write } })
  expect([desk.placeOf(id), jobs()]).toEqual(['no-match', []])
  await place()
  expect(desk.placeOf(id)).toBe('jira')
})

test('what a rule leaves out has a link and no container', async () => {
  const rules = rulesFrom('skip: [{ name: ours, when: { field: ticket.key, equals: evil.example } }]')
  await desk.post({ observable: 'evil.example' })
  await place()
  desk.clock.advance(waitMs)
  await file({ source: { ...parts.source, rules } })
  expect([links().map(({ state }) => state), jobs()]).toEqual([['skipped'], []])
})
