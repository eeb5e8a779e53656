import { createMachineClock } from '../../../../src/sandbox/soar/automation/clock'
import { type AutomatedSoar, openAutomatedSoar, playbook } from '../../../support/automated-soar'

describe('runs of playbooks in the SOAR sandbox', () => {
  let soar: AutomatedSoar
  afterEach(() => soar.close())

  const open = async (options: Parameters<typeof openAutomatedSoar>[0] = {}) => {
    soar = await openAutomatedSoar(options)
    return soar
  }

  it('are queued, run and succeed', async () => {
    await open({ playbooks: [{ ...playbook('slow', { wait: 5_000 }), startMs: 1_000 }] })
    const { status, body } = await soar.post('/rest/playbook_run', {
      container_id: 1,
      playbook_id: 'local/slow',
      scope: 'all',
      run: true,
    })
    expect([status, body]).toEqual([200, { playbook_run_id: '1', received: true }])
    expect(await soar.run()).toMatchObject({
      id: 1,
      status: 'pending',
      cancelled: '',
      container: 1,
      playbook: 1,
      message: '',
      test_mode: false,
      version: 1,
      start_time: '2026-01-01T00:00:00.000000Z',
    })
    soar.clock.advance(1_000)
    expect((await soar.run()).status).toBe('running')
    soar.clock.advance(4_999)
    expect((await soar.run()).status).toBe('running')
    soar.clock.advance(1)
    expect(await soar.run()).toMatchObject({ status: 'success', update_time: '2026-01-01T00:00:06.000000Z' })
  })

  it('stamp what happened while the clock jumped with the time it was due', async () => {
    await open({
      playbooks: [playbook('steps', { wait: 1_000 }, { log: 'one' }, { wait: 2_000 }, { log: 'two' })],
    })
    await soar.start('steps')
    soar.clock.advance(3_600_000)
    const { body } = await soar.get('/rest/playbook_run/1/log?page_size=500')
    expect(body.data).toEqual([
      { id: 1, message: 'one', message_type: 1, time: '2026-01-01T00:00:01.000000Z' },
      { id: 2, message: 'two', message_type: 1, time: '2026-01-01T00:00:03.000000Z' },
    ])
    expect((await soar.run()).update_time).toBe('2026-01-01T00:00:03.000000Z')
    expect((await soar.get('/rest/playbook_run_log')).status).toBe(403)
  })

  it.each([
    ['an unknown playbook', { playbook_id: 9 }, 404, 'Playbook "9" not found'],
    ['an unknown name', { playbook_id: 'remote/p' }, 404, 'Playbook "remote/p" not found'],
    ['an unknown container', { container_id: 9 }, 400, 'Container matching query does not exist.'],
    ['no container', { container_id: null }, 400, '"container_id" is a required field'],
    ['a run that is not to run', { run: false }, 400, '"run" is a required field'],
    ['another scope', { scope: 'some' }, 400, 'Invalid value for "scope"'],
    ['a foreign artifact', { scope: [9] }, 400, 'Artifact matching query does not exist.'],
    ['inputs that are none', { inputs: 'x' }, 400, 'Invalid value for "inputs"'],
  ])('are refused for %s', async (_title, fields, status, message) => {
    await open({ playbooks: [playbook('p')] })
    const answer = await soar.post('/rest/playbook_run', { container_id: 1, playbook_id: 1, run: true, ...fields })
    expect([answer.status, answer.body]).toEqual([status, { failed: true, message }])
    expect((await soar.get('/rest/playbook_run')).body.count).toBe(0)
  })

  it('take ids as texts, names, and inputs as an object or its text', async () => {
    await open({ playbooks: [{ ...playbook('p'), type: 'data' }] })
    await soar.start('p', { container_id: '1', playbook_id: 1, inputs: { ip: '1.1.1.1' } })
    await soar.start('p', { playbook_id: 'p', inputs: '{"ip":"2.2.2.2"}' })
    expect((await soar.run('1')).inputs).toEqual(['{"ip":"1.1.1.1"}'])
    expect((await soar.run('2')).inputs).toEqual(['{"ip":"2.2.2.2"}'])
  })

  it('take the artifacts of their scope', async () => {
    await open({ playbooks: [playbook('p')] })
    for (const name of ['a', 'b']) await soar.post('/rest/artifact', { container_id: 1, name })
    await soar.start('p')
    await soar.post('/rest/artifact', { container_id: 1, name: 'c' })
    for (const scope of ['new', 'new', 'all', [2]]) await soar.start('p', { scope })
    const { body } = await soar.list('/rest/playbook_run', { sort: 'id', order: 'asc', _filter_container: '1' })
    expect(body.data.map((run: { misc: object }) => run.misc)).toEqual([
      { scope: 'new', scope_artifact_ids: [1, 2] },
      { scope: 'new', scope_artifact_ids: [3] },
      { scope: 'new', scope_artifact_ids: [] },
      { scope: 'all', scope_artifact_ids: [1, 2, 3] },
      { scope: 'artifact', scope_artifact_ids: [2] },
    ])
  })

  it('take all artifacts by default where the switch says so', async () => {
    await open({ playbooks: [playbook('p')], scopeDefault: 'all' })
    await soar.start('p')
    expect((await soar.run()).misc.scope).toBe('all')
  })

  it('end where they are canceled, and are over for good', async () => {
    await open({ playbooks: [playbook('p', { wait: 10_000 }, { artifact: { name: 'late' } })] })
    await soar.start('p')
    soar.clock.advance(1)
    expect((await soar.post('/rest/playbook_run/1', { cancel: true })).body).toEqual({ success: true, id: 1 })
    expect(await soar.run()).toMatchObject({ status: 'failed', cancelled: 'cancelled by automation' })
    soar.clock.advance(60_000)
    expect((await soar.get('/rest/artifact')).body.count).toBe(0)
    const over = await soar.run()
    expect((await soar.post('/rest/playbook_run/1', { cancel: true })).body.success).toBe(true)
    expect(await soar.run()).toEqual(over)
  })

  it('say cancelled where the switch says so', async () => {
    await open({ playbooks: [playbook('p', { wait: 10_000 })], cancelledStatus: 'cancelled' })
    await soar.start('p')
    await soar.post('/rest/playbook_run/1', { cancel: true })
    expect((await soar.run()).status).toBe('cancelled')
  })

  it('cancel their actions and approvals with them', async () => {
    await open({ playbooks: [playbook('p', { ask: 'ada', minutes: 30 }, { wait: 1 })] })
    await soar.start('p')
    soar.clock.advance(0)
    await soar.post('/rest/playbook_run/1', { cancel: true })
    expect((await soar.get('/rest/action_run/1')).body).toMatchObject({
      status: 'failed',
      message: 'Action run was cancelled',
    })
    expect((await soar.get('/rest/approval/1')).body.status).toBe('cancelled')
    soar.clock.advance(3_600_000)
    expect((await soar.get('/rest/approval/1')).body.status).toBe('cancelled')
    expect((await soar.run()).cancelled).not.toBe('')
  })

  it('fail with plain words before any action', async () => {
    await open({ playbooks: [playbook('p', { fail: 'no such asset' }, { log: 'never' })] })
    await soar.start('p')
    soar.clock.advance(0)
    expect(await soar.run()).toMatchObject({ status: 'failed', cancelled: '', message: 'no such asset' })
    const { body } = await soar.get('/rest/playbook_run/1/log')
    expect(body.data.map((line: { message_type: number }) => line.message_type)).toEqual([0])
  })

  it('tell their actions as JSON within a text, in the old form or the new one', async () => {
    const playbooks = [
      playbook('p', { action: 'geolocate ip', app: 'MaxMind', asset: 'geo', parameters: [{ ip: '1.1.1.1' }] }),
    ]
    const apps = [{ name: 'MaxMind', assets: ['geo'] }]
    await open({ playbooks, apps })
    await soar.start('p')
    soar.clock.advance(0)
    expect(JSON.parse((await soar.run()).message)).toMatchObject({
      message: '',
      playbook_run_id: 1,
      status: 'success',
      result: [
        {
          id: 1,
          action: 'geolocate ip',
          message: '1 actions succeeded',
          status: 'success',
          app_runs: [
            {
              action_run_id: 1,
              app_run_id: 1,
              app_name: 'MaxMind',
              asset_name: 'geo',
              per_parameter_status: 'success',
            },
          ],
        },
      ],
    })
    await soar.close()
    await open({ playbooks, apps, runMessage: 'new' })
    await soar.start('p')
    soar.clock.advance(0)
    const context = expect.any(Object)
    expect(JSON.parse((await soar.run()).message)).toEqual({
      playbook: 'local/p',
      result: [
        {
          action: 'geolocate ip',
          app_runs: [{ app: 'MaxMind', parameter: { ip: '1.1.1.1', context }, status: 'success' }],
        },
      ],
    })
  })

  it('add artifacts, and log that one was there already', async () => {
    await open({ playbooks: [playbook('p', { artifact: { name: 'found' } }, { artifact: { name: 'found' } })] })
    await soar.start('p')
    soar.clock.advance(0)
    expect((await soar.run()).status).toBe('success')
    expect((await soar.get('/rest/container/1/artifacts')).body.count).toBe(1)
    const { body } = await soar.get('/rest/playbook_run/1/log')
    expect(body.data.map((line: { message_type: number }) => line.message_type)).toEqual([1, 0])
  })

  it('are listed by container, by status, and by what they belong to', async () => {
    await open({ playbooks: [playbook('p'), playbook('q', { wait: 10 })] })
    await soar.start('p')
    await soar.start('q')
    soar.clock.advance(1)
    expect((await soar.get('/rest/container/1/playbook_runs')).body.count).toBe(2)
    expect((await soar.get('/rest/container/9/playbook_runs')).status).toBe(404)
    const running = await soar.list('/rest/playbook_run', { _filter_status: '"running"', sort: 'start_time' })
    expect(running.body.data.map((run: { id: number }) => run.id)).toEqual([2])
    const named = await soar.list('/rest/playbook_run', { _filter_playbook__name: '"p"' })
    expect(named.body.data.map((run: { id: number }) => run.id)).toEqual([1])
  })

  it('speak the training dialect where asked to', async () => {
    await open({ playbooks: [playbook('p', { wait: 10 })], trainingDialect: true })
    expect((await soar.post('/rest/playbook_run', { container_id: 1, playbook_id: 1, run: true })).body.run_id).toBe(
      '1',
    )
    expect((await soar.run()).status).toBe('in_progress')
    soar.clock.advance(10)
    const { status, summary, message } = await soar.run()
    expect([status, summary]).toEqual(['completed', message])
  })

  it('are gone after a reset, and nothing of them happens later', async () => {
    await open({ playbooks: [playbook('p', { wait: 10 }, { artifact: { name: 'late' } })] })
    await soar.start('p')
    await soar.post('/_sandbox/reset', {})
    soar.clock.advance(10)
    expect((await soar.get('/rest/playbook_run')).body.count).toBe(0)
    expect((await soar.get('/rest/artifact')).body.count).toBe(0)
    expect((await soar.get('/rest/playbook')).body.count).toBe(1)
  })

  it("go on by themselves on the machine's clock", async () => {
    await open({ playbooks: [playbook('p', { wait: 5 })], clock: createMachineClock() })
    await soar.start('p')
    while ((await soar.run()).status !== 'success') await new Promise(resolve => setTimeout(resolve, 5))
    expect((await soar.run()).update_time >= (await soar.run()).start_time).toBe(true)
  })
})
