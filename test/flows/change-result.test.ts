import { placeResults } from '../../src/flows/place-results'
import { planResults } from '../../src/flows/plan-results'
import { type OpenedStore, openStore } from '../support/open-store'
import { openPlanningDesk, overtakenBy, type PlanningDesk, standing } from '../support/planning-desk'
import type { ResultsDesk } from '../support/results-desk'

const said = (finding: string, task = 'SEC-1') => ({ observable: 'evil.example', finding, task })

let store: OpenedStore
let desk: ResultsDesk
let planning: PlanningDesk

beforeEach(async () => {
  store = await openStore()
  planning = openPlanningDesk(store)
  desk = planning.desk
})
afterEach(() => store.close())

/** Commands planned since the last look. */
async function planned() {
  await planResults(planning.parts, planning.hold)
  const jobs = await planning.ledger.openJobs(planning.lane)
  store.raw.exec("update jobs set state = 'confirmed'")
  return jobs.map(({ command }) => command)
}
const waiting = () => store.rows('select result_id, is_again from results_to_plan')
const named = (id: string) => ({ sourceDataIdentifier: `soarbridge:jira:10042:result:${id}` })

describe('a result with a link that changed', () => {
  test('is told again to SOAR and to the ticket, once', async () => {
    await desk.link(standing)
    const id = await desk.postLastWord(said('Clean'))
    await placeResults(desk.parts)
    expect(await planned()).toMatchObject([{ artifacts: [named(id)] }, {}, { text: expect.stringContaining('Clean:') }])
    store.raw.exec('update lanes set wanted = 0')
    await desk.postLastWord(said('Malicious'))
    expect(store.rows('select lane from lanes where wanted = 1')).toEqual([{ lane: planning.lane }])
    expect(await planned()).toMatchObject([
      { kind: 'add-enrichment', artifacts: [], changed: [{ ...named(id), cef: { finding: 'Malicious' } }] },
      { kind: 'update-container', set: { severity: 'high' } },
      { kind: 'upsert-status-comment', text: expect.stringMatching(/^.*: Malicious\n\nMalicious: evil.example .*$/) },
    ])
    expect([await planned(), waiting()]).toEqual([[], []])
  })

  test('is told as new, as it is now, where it waited for its first time', async () => {
    await desk.link(standing)
    const id = await desk.postLastWord(said('Clean'))
    await placeResults(desk.parts)
    await desk.postLastWord(said('Malicious'))
    expect(waiting()).toEqual([{ result_id: id, is_again: 0 }])
    const [addition] = await planned()
    expect(addition).toMatchObject({ artifacts: [{ ...named(id), cef: { finding: 'Malicious' } }] })
    expect(addition).not.toHaveProperty('changed')
  })

  test('is planned anew where it changes while it is planned', async () => {
    await desk.link(standing)
    await desk.postLastWord(said('Clean'))
    await placeResults(desk.parts)
    await planned()
    await desk.postLastWord(said('Suspicious'))
    const overtaken = overtakenBy(planning.parts, () => desk.postLastWord(said('Malicious')))
    await planResults(overtaken, planning.hold)
    expect(await planning.ledger.openJobs(planning.lane)).toEqual([])
    expect((await planned())[0]).toMatchObject({ changed: [{ cef: { finding: 'Malicious' } }] })
  })

  test('is not told again where its change says nothing new', async () => {
    await desk.link(standing)
    await desk.postLastWord(said('Clean'))
    await placeResults(desk.parts)
    await planned()
    await desk.postLastWord({ ...said('Clean'), note: 'that no column takes' })
    expect(store.rows('select mod_count from threat_lookup_results')).toEqual([{ mod_count: 1 }])
    expect(waiting()).toEqual([])
  })
})

describe('a result without a link that changed', () => {
  test('is looked for by what it is called now', async () => {
    await desk.link(standing)
    const id = await desk.postLastWord(said('Clean', 'SEC-99'))
    await placeResults(desk.parts)
    expect(desk.placeOf(id)).toBe('no-match')
    await desk.postLastWord(said('Clean', 'SEC-1'))
    await placeResults(desk.parts)
    expect(desk.placeOf(id)).toBe('link-1')
    expect(store.rows('select * from result_names')).toEqual([])
    expect((await planned())[0]).toMatchObject({ artifacts: [named(id)] })
  })

  test('is given to no link by a name that it lost meanwhile', async () => {
    await desk.link(standing)
    const id = await desk.postLastWord(said('Clean', 'SEC-1'))
    let isFirst = true
    const overtaken = overtakenBy(desk.parts, async () => {
      if (isFirst) await desk.postLastWord(said('Clean', 'SEC-99'))
      isFirst = false
    })
    await placeResults(overtaken)
    expect(desk.placeOf(id)).toBe('no-match')
    expect(store.rows('select name, due from result_names')).toEqual([{ name: 'ticket:sec-99', due: 0 }])
  })

  test('changes the record with its link where it was linked meanwhile', async () => {
    await desk.link(standing)
    const id = await desk.postLastWord(said('Clean'))
    await Promise.all([placeResults(desk.parts), desk.postLastWord(said('Malicious'))])
    await placeResults(desk.parts)
    expect(desk.placeOf(id)).toBe('link-1')
    expect(JSON.stringify(await planned())).toContain('Malicious')
  })
})
