import { registry } from '../../src/connectors/registry'
import { createSystemClock } from '../../src/system-clock'
import { createManualClock } from '../support/manual-clock'
import { type OpenedStore, openStore } from '../support/open-store'
import { type StatusComments, startResultsProcess } from '../support/results-process'
import { type OpenedSoar, openSoar } from '../support/soar-sandbox'

/** Commits from the first post to the last confirmation, counted by a run that is not killed. */
const mostCommits = 60

let store: OpenedStore
let soar: OpenedSoar
let comments: StatusComments
beforeEach(async () => {
  store = await openStore()
  soar = await openSoar({ artifactDedupe: 'none' })
  comments = { texts: new Map(), writes: 0 }
})
afterEach(async () => {
  await soar.close()
  await store.close()
})

const connector = () =>
  registry.soar({
    connection: 'soar',
    url: soar.url,
    auth: { kind: 'token', token: soar.token },
    clock: createSystemClock(),
  })

/** Posts a result, lets its ticket come, changes the result, and delivers all; a process that dies is followed by one that lives. */
async function run(commits: number, isLate = false): Promise<{ wasKilled: boolean; commits: number }> {
  const clock = createManualClock()
  const parts = { db: store.db, clock, soar: connector(), comments, isLate }
  const first = startResultsProcess({ ...parts, commits })
  const wasKilled = await first.live()
  if (!wasKilled) return { wasKilled, commits: first.committed() }
  clock.advance(60_000)
  const second = startResultsProcess({ ...parts, commits: Number.POSITIVE_INFINITY })
  expect(await second.live()).toBe(false)
  return { wasKilled, commits }
}

async function expectOnceEach(isLate = false): Promise<void> {
  const { containers, artifacts: all } = (await soar.get('/_sandbox/state')).body
  if (isLate) expectOneWithoutTicket(containers.shift(), all)
  const artifacts = all.filter(({ container }: { container: number }) => container === containers[0]?.id)
  expect(containers).toMatchObject([{ severity: 'high' }])
  const identifiers = artifacts.map((artifact: { source_data_identifier: string }) => artifact.source_data_identifier)
  expect(identifiers).toHaveLength(new Set(identifiers).size)
  const labels = artifacts.map((artifact: { label: string }) => artifact.label).sort()
  expect(labels).toEqual(['enrichment', 'observable', 'ticket'])
  const ticket = artifacts.find((artifact: { label: string }) => artifact.label === 'ticket')
  expect(ticket.cef).toMatchObject({ enrichmentFinding: 'Malicious' })
  const [result] = artifacts.filter((artifact: { label: string }) => artifact.label === 'enrichment')
  expect(result.cef).toMatchObject({ finding: 'Malicious' })
  const files = (await soar.get('/rest/container_attachment')).body.data
  const ofContainer = files.filter(({ container }: { container: number }) => container === containers[0]?.id)
  expect(ofContainer.map((file: { name: string }) => file.name)).toEqual([result.cef.rawDataFile])
  expect(store.rows('select unlinked_reason from threat_lookup_results where link_id is not null')).toHaveLength(1)
  expect(store.rows('select mod_count from threat_lookup_results')).toEqual([{ mod_count: 1 }])
  expect([...comments.texts.values()]).toEqual([expect.stringContaining('Malicious: 203.0.113.77')])
  expect(comments.writes).toBe(2)
  for (const table of ['results_to_plan', 'result_names']) expect(store.rows(`select * from ${table}`)).toEqual([])
  expect(store.rows("select state from jobs where state not in ('confirmed', 'superseded')")).toEqual([])
}

/** It was there before the ticket, and keeps its result as it was then. */
function expectOneWithoutTicket(about: { id: number }, artifacts: { container: number; label: string }[]): void {
  expect(about).toMatchObject({
    severity: 'medium',
    source_data_identifier: expect.stringMatching(/^soarbridge:results:/),
  })
  const labels = artifacts.filter(({ container }) => container === about.id).map(({ label }) => label)
  expect(labels.sort()).toEqual(['enrichment', 'observable', 'ticket'])
}

test('a run that nothing happens to ends with everything once', async () => {
  const { wasKilled, commits } = await run(mostCommits)
  expect(wasKilled).toBe(false)
  expect(commits).toBeGreaterThan(12)
  expect(commits).toBeLessThan(mostCommits)
  await expectOnceEach()
})

test.each<[what: string, isLate: boolean]>([
  ['', false],
  [', where the ticket comes after the result got a container', true],
])(
  'killed between any two commits%s: nothing is lost and nothing is there twice',
  async (_, isLate) => {
    for (let commits = 0; ; commits += 1) {
      const { wasKilled } = await run(commits, isLate)
      await expectOnceEach(isLate)
      if (!wasKilled) return
      await soar.close()
      await store.close()
      store = await openStore()
      soar = await openSoar({ artifactDedupe: 'none' })
      comments = { texts: new Map(), writes: 0 }
    }
  },
  120_000,
)
