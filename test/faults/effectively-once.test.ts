import { openKey } from '../support/open-key'
import { openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

const modes = ['hash', 'sdi', 'none'] as const
const faults: [string, Record<string, unknown>][] = [
  ['reset before the commit', { name: 'reset-before-commit' }],
  ['reset after the commit', { name: 'reset-after-commit' }],
  ['committed after the connection is gone', { name: 'late-commit', ms: 400 }],
  ['answered 504 after the commit', { name: 'error', status: 504, commit: true }],
  ['answered 500 before the commit', { name: 'error', status: 500 }],
  ['answered with half a body', { name: 'cut-body' }],
  ['answered with half a body that looks whole', { name: 'cut-body', length: 'cut' }],
  ['answered by a login page', { name: 'html' }],
  ['told to come back', { name: 'throttle', retryAfter: 1 }],
]

let stage: Stage
let faultsBefore: number

type Filed = Awaited<ReturnType<Stage['jira']['file']>>

async function open(artifactDedupe: (typeof modes)[number], settleSeconds = 1): Promise<void> {
  stage = await openStage({
    soar: { artifactDedupe },
    bridge: { delivery: { settleSeconds, probeSeconds: 0.5, coalesceMs: 20, lateSweepSeconds: 1 } },
  })
  await waitUntil('SOAR is open', () => stage.events('connection.resumed').some(line => line.connection === 'soar'))
}

const ticket = { summary: 'Beacon', description: '203.0.113.5 and 203.0.113.6 and evil.example' }

// One bridge for all cases of a mode: each has a ticket of its own, and ends with nothing left to do.
describe.each(modes)('%s artifacts:', mode => {
  beforeAll(() => open(mode))
  afterAll(() => stage.close())

  test.each(faults)('a creation %s ends as one container, each artifact once, one trigger', async (_name, fault) => {
    await strike({ ...fault, path: '/rest/container' })
    const filed = await stage.jira.file(ticket)
    await stage.jira.idle()
    await stage.quiet()
    await expectOneFault()
    await expectOnceEach(filed, 4)
  })

  test.each(faults)('an update %s ends with each artifact once', async (_name, fault) => {
    const filed = await stage.jira.file(ticket)
    await stage.quiet()
    await strike({ ...fault, path: '/rest/artifact' })
    const fields = { summary: 'Beacon, seen again', description: '203.0.113.7 and 203.0.113.8' }
    await stage.jira.call('PUT', `/rest/api/2/issue/${filed.key}`, { fields })
    await stage.jira.idle()
    await stage.quiet()
    await expectOneFault()
    const { container, artifacts } = await expectOnceEach(filed, 6)
    expect(container?.name).toBe(`${filed.key}: Beacon, seen again`)
    expect(artifacts.find(one => one.label === 'ticket')?.cef.ticketSummary).toBe('Beacon, seen again')
  })

  test('a creation whose trigger was refused is completed by a replay', async () => {
    await stage.soar.scenario({ name: 'artifact-partial', last: 1, times: 1 })
    const refusal = { name: 'error', status: 400, body: { failed: true, message: 'Not now.' } }
    await stage.soar.scenario({ ...refusal, method: 'POST', path: '/rest/artifact', times: 1 })
    const filed = await stage.jira.file(ticket)
    await waitUntil('it is dead', () => stage.rows("select 1 from jobs where state = 'dead'").length === 1)
    const container = await containerOf(filed)
    expect(stage.rows(`select state, container_id from links where ticket_id = '${filed.id}'`)).toEqual([
      { state: 'linked', container_id: String(container?.id) },
    ])
    await replayDead()
    await stage.quiet()
    await expectOnceEach(filed, 4)
  })
})

describe('with a stage of its own,', () => {
  afterEach(() => stage.close())

  test.each(modes)('%s artifacts: a creation that lost its last artifacts gets just those, one by one', async mode => {
    await open(mode)
    await stage.soarCalls()
    await stage.soar.scenario({ name: 'artifact-partial', last: 2, times: 1 })
    const filed = await stage.jira.file(ticket)
    await stage.quiet()
    expect(await stage.soarCalls()).toEqual([
      'POST /rest/container',
      'GET /rest/artifact',
      'POST /rest/artifact',
      'POST /rest/artifact',
    ])
    await expectOnceEach(filed, 4)
  })

  test('planted: without a settle time a late commit doubles an artifact, and the late sweep names it', async () => {
    await open('none', 0)
    const { key } = await stage.jira.file(ticket)
    await stage.quiet()
    await stage.soar.scenario({ name: 'late-commit', ms: 600, method: 'POST', path: '/rest/artifact', times: 1 })
    await stage.jira.call('PUT', `/rest/api/2/issue/${key}`, { fields: { description: '203.0.113.7' } })
    await stage.jira.idle()
    await stage.quiet()
    const doubles = async () => (await stage.artifacts()).filter(one => one.cef.sourceAddress === '203.0.113.7')
    await waitUntil('the late commit', async () => (await doubles()).length === 2)
    await waitUntil('it was found', () => stage.events('duplicate.found').length === 1)
    const [kept, found] = (await doubles()).map(artifact => String(artifact.id))
    expect(stage.events('duplicate.found')).toEqual([expect.objectContaining({ kind: 'artifact', kept, found })])
  })
})

async function replayDead(): Promise<void> {
  const [dead] = stage.rows<{ id: string }>("select id from jobs where state = 'dead'")
  const headers = { Authorization: `Bearer ${await openKey(stage.bridge, 'bridge.operator')}` }
  const replayed = await fetch(`${stage.bridge.url}/v1/jobs/${dead?.id}/replay`, { method: 'POST', headers })
  expect(replayed.status).toBe(200)
}

/** The next POST to this path fails as `fault` says. */
async function strike(fault: Record<string, unknown>): Promise<void> {
  faultsBefore = await countFaults()
  await stage.soar.scenario({ ...fault, method: 'POST', times: 1 })
}

/** The fault did strike, once. */
async function expectOneFault(): Promise<void> {
  expect((await countFaults()) - faultsBefore).toBe(1)
}

async function countFaults(): Promise<number> {
  const { requests } = (await stage.soar.get('/_sandbox/requests')).body
  return requests.filter((request: { scenario: string | null }) => request.scenario !== null).length
}

async function containerOf({ id }: Filed) {
  const containers = await stage.containers()
  const [container, second] = containers.filter(one => one.source_data_identifier === `soarbridge:jira:${id}`)
  expect({ container, second }).toEqual({ container: expect.anything(), second: undefined })
  return container
}

async function expectOnceEach(filed: Filed, artifactCount: number) {
  const container = await containerOf(filed)
  const artifacts = (await stage.artifacts()).filter(artifact => artifact.container === container?.id)
  const identifiers = artifacts.map(artifact => artifact.source_data_identifier)
  expect(identifiers).toHaveLength(artifactCount)
  expect(new Set(identifiers).size).toBe(artifactCount)
  const { effects } = (await stage.soar.get('/_sandbox/ledger')).body
  const triggers = effects.filter(
    (one: { effect: string; container?: number }) =>
      one.effect === 'automation.triggered' && one.container === container?.id,
  )
  expect(triggers).toHaveLength(1)
  expect(stage.rows("select state from jobs where state not in ('confirmed', 'superseded')")).toEqual([])
  return { container, artifacts }
}
