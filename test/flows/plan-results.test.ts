import type { AddEnrichment } from '../../src/domain/command'
import { placeResults } from '../../src/flows/place-results'
import { planResults } from '../../src/flows/plan-results'
import { findLinkById } from '../../src/store/links'
import { type OpenedStore, openStore } from '../support/open-store'
import { openPlanningDesk, overtakenBy, type PlanningDesk, standing } from '../support/planning-desk'
import type { ResultsDesk } from '../support/results-desk'

let store: OpenedStore
let desk: ResultsDesk
let planning: PlanningDesk

beforeEach(async () => {
  store = await openStore()
  planning = openPlanningDesk(store)
  desk = planning.desk
})
afterEach(() => store.close())

async function post(count: number, finding = 'Malicious'): Promise<string[]> {
  const ids: string[] = []
  for (let index = 0; index < count; index += 1) {
    desk.clock.advance(1)
    ids.push(await desk.post({ task: 'SEC-1', observable: `${index}.example`, source_engine: 'Talos', finding }))
  }
  await placeResults(desk.parts)
  return ids
}

const additions = async () =>
  (await planning.ledger.openJobs(planning.lane)).flatMap(({ command }) =>
    command.kind === 'add-enrichment' ? [command] : [],
  )
const idsOf = (commands: AddEnrichment[]) =>
  commands.flatMap(({ artifacts }) => artifacts.map(artifact => String(artifact.cef.resultId)))
const waiting = () => store.rows('select * from results_to_plan').length

test('results are planned once, in the order they came, at most fifty a job', async () => {
  await desk.link(standing)
  const ids = await post(120)
  expect(waiting()).toBe(120)
  await planResults(planning.parts, planning.hold)
  await planResults(planning.parts, planning.hold)
  const planned = await additions()
  expect(planned.map(({ artifacts }) => artifacts.length)).toEqual([50, 50, 20])
  expect(idsOf(planned)).toEqual(ids)
  expect(waiting()).toBe(0)
  expect((await findLinkById(store.db.read, 'link-1'))?.findings.latest).toHaveLength(120)
})

test('of the comments and updates that they cause only the last waits', async () => {
  await desk.link(standing)
  await post(120)
  await planResults(planning.parts, planning.hold)
  const kinds = (await planning.ledger.openJobs(planning.lane)).map(({ kind }) => kind)
  expect(kinds.filter(kind => kind === 'upsert-status-comment')).toHaveLength(1)
  expect(kinds.filter(kind => kind === 'update-container')).toHaveLength(1)
})

test('they wait for their container', async () => {
  const known = await desk.link({ ...standing, containerId: null, state: 'pending' })
  await post(1)
  await planResults(planning.parts, planning.hold)
  expect([await additions(), waiting()]).toEqual([[], 1])
  await desk.link({ ...known, containerId: '7', state: 'linked', revision: 2 }, known)
  await planResults(planning.parts, planning.hold)
  expect([(await additions()).length, waiting()]).toEqual([1, 0])
})

test('they raise the severity in the same transaction', async () => {
  await desk.link(standing)
  await post(1)
  await planResults(planning.parts, planning.hold)
  const [, update] = await planning.ledger.openJobs(planning.lane)
  expect(update?.command).toMatchObject({
    kind: 'update-container',
    set: { severity: 'high' },
    keepSeverities: ['critical'],
    ticketArtifact: { artifact: { cef: { enrichmentFinding: 'Malicious' } } },
  })
})

test('raw data that the artifact cannot hold is a file, after all else', async () => {
  await desk.link(standing)
  const raw_data = 'x'.repeat(5_000)
  await desk.post({ task: 'SEC-1', observable: 'a.example', source_engine: 'Talos', finding: 'Malicious', raw_data })
  await placeResults(desk.parts)
  await planResults(planning.parts, planning.hold)
  const jobs = await planning.ledger.openJobs(planning.lane)
  const [addition] = await additions()
  const last = jobs.at(-1)
  expect(jobs).toHaveLength(4)
  expect([last?.connection, last?.target]).toEqual([jobs[0]?.connection, jobs[0]?.target])
  expect(last?.command).toMatchObject({
    kind: 'add-attachment',
    containerId: '7',
    sourceDataIdentifier: 'soarbridge:jira:10042',
    fileName: addition?.artifacts[0]?.cef.rawDataFile,
    content: { text: raw_data },
  })
})

test('a worker that was too late plans nothing', async () => {
  await desk.link(standing)
  await post(1)
  const late = overtakenBy(planning.parts, () => planResults(planning.parts, planning.hold))
  await planResults(late, planning.hold)
  expect(idsOf(await additions())).toHaveLength(1)
})
