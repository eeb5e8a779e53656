import type { Json } from '../../src/domain/json'
import type { Link } from '../../src/domain/link'
import { createPlacer, placeResults } from '../../src/flows/place-results'
import { type OpenedStore, openStore } from '../support/open-store'
import { openResultsDesk, type ResultsDesk } from '../support/results-desk'
import { waitUntil } from '../support/wait-until'

let store: OpenedStore
let desk: ResultsDesk
beforeAll(async () => {
  store = await openStore()
})
beforeEach(() => {
  for (const table of ['links', 'link_names', 'result_names', 'results_to_plan', 'threat_lookup_results', 'lanes'])
    store.raw.exec(`delete from ${table}`)
  store.raw.exec('delete from idempotency_keys; delete from ci_enrichment_results')
  desk = openResultsDesk(store)
})
afterAll(() => store.close())

const place = () => placeResults(desk.parts)
const recordId = '9d385017c611228701d22104cc95c371'
const ciId = 'b0c25d1ac6112287003d97dbd9c8f3e2'

/** A ticket of ServiceNow with a configuration item, one of Jira, and one that is ambiguous with it. */
async function fileLinks(): Promise<void> {
  const snapshot = {
    ...(await desk.link({ id: 'other', ticketId: '7', ticketKey: 'OPS-7', observables: ['ipv4:198.51.100.9'] }))
      .snapshot,
    fields: { cmdb_ci: { value: { value: ciId, display_value: 'web-01' }, version: { at: 1 }, tie: '' } },
  }
  await desk.link({
    id: 'snow',
    connection: 'servicenow',
    ticketId: recordId,
    ticketKey: 'SIR0000042',
    containerId: '12',
    state: 'linked',
    observables: ['hostname:web-01.acme.example', 'ipv4:10.0.0.7', 'ipv4:198.51.100.9'],
    snapshot,
  })
  await desk.link({
    id: 'jira',
    ticketId: '10042',
    ticketKey: 'SEC-1',
    observables: [
      'domain:evil.example',
      'ipv4:198.51.100.7',
      'md5:9e107d9d372bb6826bd81d3542a419d6',
      'url:https://evil.example/A',
    ],
  })
}

test('a result that names a container goes to its primary ticket, and to no share of another SOAR', async () => {
  const container = { containerId: '12', state: 'linked' } as const
  await desk.link({ ...container, id: 'first', ticketId: '1', ticketKey: 'SEC-1' })
  await desk.link({ ...container, id: 'second', ticketId: '2', ticketKey: 'SEC-2', role: 'secondary' })
  await desk.link({ ...container, id: 'share', ticketId: '3', ticketKey: 'soar#3', connection: 'shared' })
  const [byContainer, byTicket] = [await desk.post({ container: 12 }), await desk.post({ task: '3' })]
  await placeResults({ ...desk.parts, unnamed: ['shared'] })
  expect([desk.placeOf(byContainer), desk.placeOf(byTicket)]).toEqual(['first', 'no-match'])
})

describe('a result goes to', () => {
  test.each<[by: string, fields: Record<string, Json>, place: string]>([
    ['the ticket of its number', { task: 'SIR0000042', observable: 'other.example' }, 'snow'],
    ['the ticket of its record id', { task: recordId }, 'snow'],
    ['the ticket of its reference', { task: { link: 'https://acme.example/x', value: recordId } }, 'snow'],
    ['the ticket of its key, in any case', { task: 'sec-1' }, 'jira'],
    ['the ticket of its immutable id', { ticket_id: '10042' }, 'jira'],
    ['the container of its number', { container_id: 12 }, 'snow'],
    ['the container where nobody knows the ticket', { task: 'SIR9999999', container: '12' }, 'snow'],
    ['the only container with its observable', { observable: 'evil.example' }, 'jira'],
    ['it in any case', { observable: 'EVIL.example' }, 'jira'],
    ['it defanged', { observable: 'evil[.]example' }, 'jira'],
    ['it as an address', { observable: '198.51.100.7' }, 'jira'],
    ['it as a hash', { observable: '9E107D9D372BB6826BD81D3542A419D6' }, 'jira'],
    ['it as a URL', { observable: 'hxxps://evil.example/A' }, 'jira'],
    ['the ticket with its CI by id', { cmdb_ci: ciId }, 'snow'],
    ['the ticket with its CI by FQDN', { cmdb_ci: 'web-01.acme.example' }, 'snow'],
    ['the ticket with its CI by address', { cmdb_ci: '10.0.0.7' }, 'snow'],
    ['the ticket with its CI by address, where its id says nothing', { cmdb_ci: 'x', ip_address: '10.0.0.7' }, 'snow'],
    ['no link where two containers have its observable', { observable: '198.51.100.9' }, 'ambiguous'],
    ['the one of two that it names', { observable: '198.51.100.9', task: 'OPS-7' }, 'other'],
    [
      'no link where its ticket is unknown, whatever its observable says',
      { task: 'SEC-9', observable: 'evil.example' },
      'no-match',
    ],
    ['no link where its ticket and another are named', { task: 'SEC-1', ticket_key: 'OPS-7' }, 'ambiguous'],
    ['no link where nobody has its observable', { observable: 'good.example' }, 'no-match'],
    ['no link where its URL differs in its path', { observable: 'https://evil.example/a' }, 'no-match'],
    ['no link where it names nothing', { source_engine: 'VirusTotal', observable: ' ' }, 'names-nothing'],
  ])('%s', async (_, fields, expected) => {
    await fileLinks()
    const kind = 'cmdb_ci' in fields ? 'ci_enrichment' : 'threat_lookup'
    const id = await desk.post(fields, { kind })
    await place()
    expect(desk.placeOf(id, kind)).toBe(expected)
  })
})

describe('a result that waits', () => {
  test('is linked when a ticket with its name comes, and asks for work on its lane once', async () => {
    const id = await desk.post({ task: 'SEC-1' })
    await place()
    expect(desk.placeOf(id)).toBe('no-match')
    await desk.link({ id: 'jira' })
    await place()
    await place()
    expect(desk.placeOf(id)).toBe('jira')
    expect(desk.parts.woken).toEqual(['jira/10042'])
    expect(store.rows('select lane, wanted from lanes')).toEqual([{ lane: 'jira/10042', wanted: 1 }])
    expect(store.rows('select lane, result_id from results_to_plan')).toEqual([{ lane: 'jira/10042', result_id: id }])
    expect(store.rows('select * from result_names')).toEqual([])
  })

  test('is linked when a ticket gets its observable, or its container a number', async () => {
    const known = await desk.link({ id: 'jira', observables: ['ipv4:198.51.100.7'] })
    const byValue = await desk.post({ observable: 'evil.example' })
    const byContainer = await desk.post({ container_id: '77' })
    await place()
    expect([desk.placeOf(byValue), desk.placeOf(byContainer)]).toEqual(['no-match', 'no-match'])
    const observables = ['domain:evil.example', 'ipv4:198.51.100.7']
    const seen = await desk.link({ ...known, observables, revision: 2 }, known)
    await place()
    expect([desk.placeOf(byValue), desk.placeOf(byContainer)]).toEqual(['jira', 'no-match'])
    await desk.link({ ...seen, containerId: '77', state: 'linked', revision: 3 }, seen)
    await place()
    expect(desk.placeOf(byContainer)).toBe('jira')
  })

  test.each<Link['state']>(['skipped', 'tombstone'])(
    'passes over a link that is %s, until it stands again',
    async state => {
      const known = await desk.link({ id: 'jira', state })
      const id = await desk.post({ task: 'SEC-1' })
      await place()
      expect(desk.placeOf(id)).toBe('no-match')
      await desk.link({ ...known, state: 'pending', revision: 2 }, known)
      await place()
      expect(desk.placeOf(id)).toBe('jira')
    },
  )

  test('is not missed where its ticket comes while it is looked for', async () => {
    const id = await desk.post({ task: 'SEC-1' })
    const { db } = desk.parts
    let isFirst = true
    const write: typeof db.write = async statements => {
      // Between the look and the writing down of what was not seen.
      if (isFirst) await desk.link({ id: 'jira' })
      isFirst = false
      return db.write(statements)
    }
    await placeResults({ ...desk.parts, db: { read: db.read, write } })
    expect(desk.placeOf(id)).toBe('jira')
  })

  test('is left for the next wake where something comes under every look', async () => {
    const id = await desk.post({ task: 'SEC-1' })
    const { db } = desk.parts
    const write: typeof db.write = statements => {
      store.raw.exec('update result_names set due = due + 1')
      return db.write(statements)
    }
    await placeResults({ ...desk.parts, db: { read: db.read, write } })
    expect([desk.placeOf(id), store.rows('select due from result_names')]).toEqual([null, [{ due: 4 }]])
  })

  test('of one tenant never goes to a ticket of another', async () => {
    await desk.link({ id: 'acme', tenant: 'acme' })
    const stranger = await desk.post({ task: 'SEC-1' })
    const own = await desk.post({ task: 'SEC-1' }, { tenant: 'acme' })
    await place()
    expect([stranger, own].map(id => desk.placeOf(id))).toEqual(['no-match', 'acme'])
    await desk.link({ id: 'acme-2', tenant: 'acme', ticketId: '2', ticketKey: 'SEC-2' })
    const later = await desk.post({ task: 'SEC-2' })
    await place()
    expect(desk.placeOf(later)).toBe('no-match')
  })
})

describe('the placer', () => {
  test('places whatever was stored while it ran, and tells of a failure', async () => {
    await desk.link({ id: 'jira' })
    const failures: unknown[] = []
    const placer = createPlacer({ ...desk.parts, onFailure: error => void failures.push(error) })
    const ids = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const id = await desk.post({ task: 'SEC-1', result: String(index) })
        placer.wake()
        return id
      }),
    )
    await waitUntil('all are placed', () => ids.every(id => desk.placeOf(id) === 'jira'))
    const broken = createPlacer({
      ...desk.parts,
      db: { ...desk.parts.db, write: () => Promise.reject(new Error('disk full')) },
      onFailure: error => void failures.push(error),
    })
    await desk.post({ task: 'SEC-2' })
    broken.wake()
    await waitUntil('it told', () => failures.length === 1)
    await Promise.all([broken.stop(), placer.stop()])
    expect(store.rows('select due from result_names')).toEqual([{ due: 1 }])
  })
})
