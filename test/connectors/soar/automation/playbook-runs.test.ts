import { createAutomationApi } from '../../../../src/connectors/soar/automation/automation'
import { playbook } from '../../../support/automated-soar'
import { type AutomationStage, createCall, stageAutomation } from '../../../support/automation-stage'
import { failureOf } from '../../../support/http-client-stage'
import {
  type ReceivedRequest,
  type Reply,
  type ScriptedServer,
  startScriptedServer,
} from '../../../support/http-server'
import { createManualClock } from '../../../support/manual-clock'
import { failed, html } from '../../../support/soar-script'

describe('the client on runs', () => {
  let stage: AutomationStage
  beforeEach(async () => {
    stage = await stageAutomation({
      playbooks: [playbook('p', { log: 'one' }, { action: 'x' }, { log: 'one' }), playbook('slow', { wait: 1_000 })],
    })
  })
  afterEach(() => stage.soar.close())

  it('starts them with a scope and inputs', async () => {
    await stage.soar.post('/rest/artifact', { container_id: 1, name: 'a' })
    const asked = { playbook: '1', containerId: '1', scope: ['1'], inputs: { ip: '1.1.1.1' } }
    expect(await stage.api.startRun(asked)).toEqual({ status: 'started', id: '1' })
    expect((await stage.soar.run()).misc).toEqual({ scope: 'artifact', scope_artifact_ids: [1] })
    expect((await stage.api.readRun('1'))?.inputs).toEqual([{ ip: '1.1.1.1' }])
    await stage.api.startRun({ playbook: 'local/p', containerId: '1', inputs: '{"ip":"2.2.2.2"}' })
    expect((await stage.api.readRun('2'))?.inputs).toEqual([{ ip: '2.2.2.2' }])
    expect((await stage.soar.run('2')).misc.scope).toBe('new')
  })

  it('takes a refusal for a value', async () => {
    expect(await stage.api.startRun({ playbook: '9', containerId: '1' })).toMatchObject({ status: 'refused' })
    const unknown = await stage.api.startRun({ playbook: '1', containerId: '9' })
    expect(unknown).toEqual({ status: 'refused', message: 'Container matching query does not exist.' })
    await stage.soar.scenario({ name: 'failed-200', message: 'no more runs today' })
    const refused = await stage.api.startRun({ playbook: '1', containerId: '1' })
    expect(refused).toEqual({ status: 'refused', message: 'no more runs today' })
  })

  it('does not know whether it started one where the answer is lost', async () => {
    await stage.soar.scenario({ name: 'reset-after-commit', times: 1 })
    const failure = await failureOf(stage.api.startRun({ playbook: '1', containerId: '1' }))
    expect(failure).toMatchObject({ kind: 'unavailable', effect: 'unknown' })
    expect(await stage.api.listRuns({ containerId: '1' })).toHaveLength(1)
  })

  it.each(['old', 'new'] as const)('reads what a finished run says of itself, %s form', async runMessage => {
    await stage.soar.close()
    stage = await stageAutomation({ playbooks: [playbook('p', { action: 'x' }, { action: 'y' })], runMessage })
    await stage.soar.start('p')
    stage.soar.clock.advance(0)
    const done = { old: 'x: 1 actions succeeded; y: 1 actions succeeded', new: 'x; y' }
    expect(await stage.api.readRun('1')).toEqual({
      id: '1',
      playbookId: '1',
      containerId: '1',
      state: 'success',
      text: done[runMessage],
      startedAt: stage.soar.clock.now(),
      updatedAt: stage.soar.clock.now(),
      inputs: [],
      outputs: [],
    })
    expect(await stage.api.readRun('9')).toBeNull()
  })

  it('lists them by container and status', async () => {
    await stage.soar.start('p')
    await stage.soar.start('slow')
    stage.soar.clock.advance(1)
    expect((await stage.api.listRuns({ status: 'running' })).map(({ id }) => id)).toEqual(['2'])
    expect((await stage.api.listRuns({ containerId: '1' })).map(({ id }) => id)).toEqual(['1', '2'])
    expect(await stage.api.listRuns({ containerId: '2' })).toEqual([])
  })

  it('cancels what runs and leaves what is over', async () => {
    await stage.soar.start('slow')
    expect((await stage.api.cancelRun('1')).state).toBe('cancelled')
    await stage.soar.start('p')
    stage.soar.clock.advance(0)
    expect((await stage.api.cancelRun('2')).state).toBe('success')
    expect(await failureOf(stage.api.cancelRun('9'))).toMatchObject({ kind: 'rejected', code: 'not-found' })
    await stage.soar.scenario({ name: 'failed-200', method: 'POST' })
    expect(await failureOf(stage.api.cancelRun('1'))).toMatchObject({ kind: 'rejected', code: 'refused' })
  })

  it('reads the log, equal lines and errors included', async () => {
    await stage.soar.start('p')
    stage.soar.clock.advance(0)
    const at = stage.soar.clock.now()
    expect(await stage.api.readRunLog('1')).toEqual([
      { at, isError: false, text: 'one' },
      { at, isError: false, text: '1 actions succeeded' },
      { at, isError: false, text: 'one' },
    ])
    expect(await failureOf(stage.api.readRunLog('9'))).toMatchObject({ code: 'not-found' })
  })
})

describe('the client on answers about runs that no sandbox gives', () => {
  let server: ScriptedServer
  afterEach(() => server.close())

  const serve = async (script: (request: ReceivedRequest) => Reply) => {
    server = await startScriptedServer(script)
    const clock = createManualClock()
    return createAutomationApi({ call: createCall(server.url, clock), clock })
  }

  it.each([
    ['the documented answer', { json: { playbook_run_id: '12', received: true } }, '12'],
    ['a number', { json: { playbook_run_id: 12 } }, '12'],
    ['the training dialect', { json: { run_id: 12 } }, '12'],
  ])('takes %s for a start', async (_title, reply, id) => {
    const api = await serve(() => reply)
    expect(await api.startRun({ playbook: 'r/p', containerId: '1' })).toEqual({ status: 'started', id })
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      playbook_id: 'r/p',
      container_id: 1,
      scope: 'new',
      run: true,
    })
  })

  it.each([
    ['received without an id', { json: { received: true } }, 'unclear-answer'],
    ['an empty object', { json: {} }, 'unclear-answer'],
    ['a login page', html(200), 'unreadable-answer'],
    ["a proxy's 404", html(404), 'unreadable-answer'],
  ])('does not take %s for a start', async (_title, reply, code) => {
    const api = await serve(() => reply)
    expect(await failureOf(api.startRun({ playbook: '1', containerId: '1' }))).toMatchObject({
      code,
      effect: 'unknown',
    })
  })

  it.each([
    ['failure', '', 'failed'],
    ['failed', ' ', 'failed'],
    ['failed', 'by ada', 'cancelled'],
    ['canceled', '', 'cancelled'],
    ['success', 'too late', 'success'],
    ['dreaming', '', 'unknown'],
  ])('reads status %s with cancelled "%s" as a state', async (status, cancelled, state) => {
    const api = await serve(() => ({ json: { id: 3, status, cancelled, secret: 'x' } }))
    const run = await api.readRun('3')
    expect(run?.state).toBe(state)
    expect(JSON.stringify(run)).not.toContain('secret')
  })

  it.each([
    ['plain words', 'boom', 'boom'],
    ['JSON with words of its own', '{"message":"no app","result":[]}', 'no app'],
    ['JSON that is no object', '[1]', '[1]'],
    ['nothing', null, ''],
    ['a real object', { message: 'as an object' }, 'as an object'],
    ['results without words', '{"result":[{"action":"x"},{"status":"success"},{}]}', 'x; success'],
  ])('reads %s in a message', async (_title, message, text) => {
    const api = await serve(() => ({ json: { id: 3, status: 'success', message } }))
    expect((await api.readRun('3'))?.text).toBe(text)
  })

  it.each([
    ['another record', { json: { id: 4 } }],
    ['a list', { json: [] }],
    ['a page', html(200)],
  ])('does not take %s for the run', async (_title, reply) => {
    const api = await serve(() => reply)
    expect(await failureOf(api.readRun('3'))).toMatchObject({ kind: 'unavailable', code: 'unreadable-answer' })
  })

  it('reads a log of several pages, and one that is a bare list', async () => {
    const line = (message: string) => ({ message, message_type: 0, time: null })
    const api = await serve(({ path, query }) => {
      if (path.includes('/8/')) return { json: [line('bare')] }
      const page = Number(query.get('page'))
      if (page === 2) return failed('That page contains no results')
      return { json: { count: 3, num_pages: 3, data: [line(`page ${page}`)] } }
    })
    expect((await api.readRunLog('7')).map(({ text, isError, at }) => [text, isError, at])).toEqual([
      ['page 0', true, null],
      ['page 1', true, null],
    ])
    expect((await api.readRunLog('8')).map(({ text }) => text)).toEqual(['bare'])
  })

  it('asks for nothing that is no id', async () => {
    const api = await serve(() => ({ json: {} }))
    for (const asking of [api.readRun('../x'), api.readRunLog('1/..'), api.listRuns({ containerId: '1 OR 1' })])
      expect(await failureOf(asking)).toMatchObject({ kind: 'rejected', code: 'bad-id' })
    expect(server.requests).toEqual([])
  })
})
