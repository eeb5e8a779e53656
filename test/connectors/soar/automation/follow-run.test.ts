import { createAutomationApi } from '../../../../src/connectors/soar/automation/automation'
import type { Following, RunLook } from '../../../../src/connectors/soar/automation/follow-run'
import type { Clock } from '../../../../src/domain/clock'
import { playbook } from '../../../support/automated-soar'
import { type AutomationStage, createCall, stageAutomation } from '../../../support/automation-stage'
import { failureOf } from '../../../support/http-client-stage'
import { startScriptedServer } from '../../../support/http-server'
import { createManualClock } from '../../../support/manual-clock'

const minute = 60_000
const runPath = '/rest/playbook_run'

describe('following a run', () => {
  let stage: AutomationStage
  afterEach(() => stage.soar.close())

  const open = async (...options: Parameters<typeof stageAutomation>) => {
    stage = await stageAutomation(...options)
    const started = await stage.api.startRun({ playbook: 'local/p', containerId: '1' })
    expect(started).toEqual({ status: 'started', id: '1' })
  }
  const follow = async (following?: Following): Promise<RunLook[]> => {
    const looks: RunLook[] = []
    for await (const look of stage.api.followRun('1', following)) looks.push(look)
    return looks
  }
  const looksAt = async () => {
    const { body } = await stage.soar.get('/_sandbox/requests')
    return body.requests.filter((request: { path: string }) => request.path === `${runPath}/1`)
  }

  it('tells each state once and ends with the outcome', async () => {
    await open({ playbooks: [{ ...playbook('p', { wait: 20_000 }), startMs: 2_000 }] })
    const looks = await follow()
    expect(looks.map(({ run, outcome }) => [run?.state, outcome?.ending ?? null])).toEqual([
      ['pending', null],
      ['running', null],
      ['success', 'success'],
    ])
  })

  it('looks less and less often, and never less than it was told to', async () => {
    await open({ playbooks: [playbook('p', { wait: 100 * minute })] })
    const { clock } = stage.soar
    const start = clock.now()
    await follow({ firstPauseMs: 1_000, longestPauseMs: 10 * minute, patienceMs: 200 * minute })
    expect((await looksAt()).length).toBeLessThan(30)
    expect(clock.now() - start).toBeLessThanOrEqual(111 * minute)
  })

  it('comes to the right end through resets, gateway errors, HTML, half answers and a slow end', async () => {
    await open({ playbooks: [playbook('p', { wait: 30 * minute }, { action: 'x', ms: 5 * minute })] })
    const troubles = ['reset-before-commit', 'error', 'html', 'cut-body', 'throttle', 'failed-busy']
    for (const name of troubles) {
      const wish =
        name === 'failed-busy' ? { name: 'error', status: 500, body: { failed: true, message: 'busy' } } : { name }
      const status = name === 'error' ? { status: 503 } : {}
      await stage.soar.scenario({ ...wish, ...status, times: 3, method: 'GET', path: runPath })
    }
    await stage.soar.scenario({ name: 'error', status: 503, times: 4, method: 'GET', path: '/rest/approval' })
    const looks = await follow()
    expect(looks.at(-1)).toMatchObject({ trouble: null, outcome: { ending: 'success', expired: [] } })
    const codes = new Set(looks.map(look => look.trouble))
    expect(codes).toEqual(
      new Set([null, 'connection-reset', 'gateway', 'unreadable-answer', 'throttled', 'server-error']),
    )
  })

  it('keeps what it knew of the run where an answer is missing', async () => {
    await open({ playbooks: [playbook('p', { wait: minute })] })
    stage.soar.clock.advance(0)
    await stage.soar.scenario({ name: 'error', status: 503, times: 1, method: 'GET', path: '/rest/approval' })
    const [first, second] = await follow()
    expect([first?.trouble, first?.run?.state]).toEqual(['gateway', 'running'])
    expect([second?.trouble, second?.run?.state]).toEqual([null, 'running'])
  })

  it('stays away as long as it was asked to', async () => {
    await open({ playbooks: [playbook('p', { wait: minute })] })
    await stage.soar.scenario({ name: 'throttle', retryAfter: 600, times: 1, method: 'GET', path: runPath })
    const before = stage.soar.clock.now()
    expect((await stage.api.awaitRun('1')).ending).toBe('success')
    expect(await looksAt()).toHaveLength(2)
    expect(stage.soar.clock.now()).toBe(before + 10 * minute)
  })

  it.each([
    ['failed', undefined],
    ['cancelled', 'cancelled'],
  ] as const)('says that a run was canceled, which SOAR calls %s', async (_word, cancelledStatus) => {
    await open({ playbooks: [playbook('p', { wait: minute })], ...(cancelledStatus && { cancelledStatus }) })
    const looks: RunLook[] = []
    for await (const look of stage.api.followRun('1')) {
      looks.push(look)
      if (look.run?.state === 'running') expect((await stage.api.cancelRun('1')).state).toBe('cancelled')
    }
    expect(looks.at(-1)?.outcome).toEqual({ ending: 'cancelled', text: 'Playbook run was cancelled', expired: [] })
  })

  it('says what a run waits for, and that nobody decided in time', async () => {
    await open({ playbooks: [playbook('p', { ask: 'ada', minutes: 30, name: 'prompt_1' })] })
    const looks = await follow()
    expect(looks.find(look => look.waitingFor.length > 0)?.waitingFor).toEqual([
      expect.objectContaining({ id: '1', name: 'prompt_1', state: 'pending' }),
    ])
    expect(looks.at(-1)?.outcome).toEqual({
      ending: 'approval-expired',
      text: 'prompt_1: expired',
      expired: [expect.objectContaining({ id: '1', state: 'expired' })],
    })
  })

  it('says so even where the last look at the approvals fails at first', async () => {
    await open({ playbooks: [playbook('p', { ask: 'ada', minutes: 1 })] })
    stage.soar.clock.advance(2 * minute)
    await stage.soar.scenario({ name: 'reset-before-commit', times: 3, path: '/rest/approval' })
    expect((await stage.api.awaitRun('1')).ending).toBe('approval-expired')
  })

  it('does not blame an approval where the run went on, or was denied', async () => {
    const denied = { ask: 'ada', minutes: 30, answered: { afterMs: minute, with: 'deny' } } as const
    await open({ playbooks: [playbook('p', { ask: 'ada', minutes: 1, goOn: true })] })
    expect(await stage.api.awaitRun('1')).toMatchObject({ ending: 'success', expired: [] })
    await stage.soar.close()
    await open({ playbooks: [playbook('p', denied)] })
    expect(await stage.api.awaitRun('1')).toMatchObject({ ending: 'failed', text: 'prompt_1: denied' })
  })

  it('follows without the approvals where it may not read them', async () => {
    await open({ playbooks: [playbook('p', { ask: 'ada', minutes: 1 })] })
    await stage.soar.scenario({ name: 'forbidden', path: '/rest/approval' })
    expect(await stage.api.awaitRun('1')).toEqual({ ending: 'failed', text: 'prompt_1: expired', expired: [] })
  })

  it('ends with its patience, in time', async () => {
    await open({ playbooks: [playbook('p', { wait: 100 * minute })] })
    const start = stage.soar.clock.now()
    const looks = await follow({ patienceMs: minute })
    expect(looks.at(-1)).toMatchObject({ run: { state: 'running' }, outcome: { ending: 'overdue' } })
    expect(stage.soar.clock.now() - start).toBe(minute)
  })

  it('ends as overdue where SOAR never answers', async () => {
    await open({ playbooks: [playbook('p')] })
    await stage.soar.scenario({ name: 'down' })
    const looks = await follow({ patienceMs: minute })
    expect(looks.at(-1)).toMatchObject({ run: null, trouble: 'connection-reset', outcome: { ending: 'overdue' } })
  })

  it('raises where there is no such run, and where our credentials are refused', async () => {
    await open({ playbooks: [playbook('p')] })
    expect(await failureOf(stage.api.awaitRun('9'))).toMatchObject({ kind: 'rejected', code: 'not-found' })
    await stage.soar.scenario({ name: 'unauthorized', path: runPath })
    expect(await failureOf(stage.api.awaitRun('1'))).toMatchObject({ kind: 'denied' })
  })
})

it('reads the states of the training dialect', async () => {
  const states = ['in_progress', 'in_progress', 'completed']
  let looked = 0
  const server = await startScriptedServer(({ path }) => {
    if (path !== `${runPath}/7`) return { json: [] }
    looked += 1
    return { json: { status: states[looked - 1], summary: 'all well' } }
  })
  const clock = createManualClock()
  const after: Clock['after'] = (_, callback) => {
    const turn = setImmediate(callback)
    return () => clearImmediate(turn)
  }
  const api = createAutomationApi({ call: createCall(server.url, clock), clock: { ...clock, after } })
  const seen: unknown[] = []
  for await (const { run, outcome } of api.followRun('7')) seen.push([run?.state, outcome?.text])
  expect(seen).toEqual([
    ['running', undefined],
    ['success', 'all well'],
  ])
  await server.close()
})
