import { type AutomatedSoar, openAutomatedSoar, playbook } from '../../../support/automated-soar'

const apps = [
  {
    name: 'MaxMind',
    version: '2.1.0',
    appid: 'c566e153-3118-4033-abda-14dd9748c91a',
    assets: ['geo', 'geo two'],
    actions: [
      { action: 'geolocate ip', ms: 2_000, data: [{ country: 'NL' }], summary: { country: 'NL' }, message: 'found' },
    ],
  },
  { name: 'Firewall', assets: ['edge'], actions: [{ action: 'block ip', failed: true, message: 'no route' }] },
]

describe('actions in the SOAR sandbox', () => {
  let soar: AutomatedSoar
  beforeEach(async () => {
    soar = await openAutomatedSoar({
      apps,
      playbooks: [
        playbook('block', { action: 'block ip', app: 'Firewall', asset: 'edge', goOn: true }, { log: 'went on' }),
        playbook('block or fail', { action: 'block ip', app: 'Firewall' }, { log: 'never' }),
      ],
    })
  })
  afterEach(() => soar.close())

  const target = { app_id: 1, assets: ['geo'], parameters: [{ ip: '1.1.1.1' }, { ip: '2.2.2.2' }] }
  const order = { action: 'geolocate ip', container_id: 1, name: 'where is it', targets: [target] }
  const action = async (id = 1) => (await soar.get(`/rest/action_run/${id}`)).body

  it('are queued, run and bring a result for each set of parameters', async () => {
    const { body } = await soar.post('/rest/action_run', { ...order, type: 'investigate' })
    expect(body).toEqual({ success: true, action_run_id: 1, message: expect.any(String) })
    expect(await action()).toMatchObject({ status: 'pending', close_time: null, playbook: null, playbook_run: null })
    soar.clock.advance(1_000)
    expect((await action()).status).toBe('running')
    soar.clock.advance(1_000)
    expect(await action()).toMatchObject({
      status: 'success',
      message: '1 actions succeeded',
      name: 'where is it',
      type: 'investigate',
      close_time: '2026-01-01T00:00:02.000000Z',
      targets: [{ app_id: 1, assets: [1], parameters: [{ ip: '1.1.1.1' }, { ip: '2.2.2.2' }] }],
    })
    const run = (await soar.get('/rest/app_run/1')).body
    expect(run).toMatchObject({
      action: 'geolocate ip',
      action_run: 1,
      app: 1,
      app_name: 'MaxMind',
      app_version: '2.1.0',
      asset: 1,
      status: 'success',
      message: 'found',
      exception_occured: false,
      result_summary: { total_objects: 2, total_objects_successful: 2 },
    })
    expect(run.result_data[1]).toMatchObject({
      data: [{ country: 'NL' }],
      summary: { country: 'NL' },
      status: 'success',
      parameter: { ip: '2.2.2.2', context: { artifact_id: 0 } },
    })
  })

  it('show their results in lists only where these are asked for', async () => {
    await soar.post('/rest/action_run', order)
    soar.clock.advance(2_000)
    expect((await soar.get('/rest/action_run/1/app_runs')).body.data[0]).not.toHaveProperty('result_data')
    const { body } = await soar.get('/rest/app_run?include_expensive&_filter_action_run=1')
    expect(body.data[0].result_data).toHaveLength(2)
    expect((await soar.get('/rest/action_run/9/app_runs')).status).toBe(404)
  })

  it('wait for their delay', async () => {
    await soar.post('/rest/action_run', { ...order, exec_delay_secs: 60 })
    soar.clock.advance(59_999)
    expect((await action()).status).toBe('pending')
    soar.clock.advance(1)
    expect((await action()).status).toBe('running')
  })

  it('know an app by its GUID and use each asset', async () => {
    const both = { ...target, app_id: apps[0]?.appid, assets: ['geo', 2] }
    await soar.post('/rest/action_run', { ...order, targets: [both] })
    soar.clock.advance(2_000)
    const { body } = await soar.get('/rest/app_run?sort=id&order=asc')
    expect(body.data.map((run: { asset: number }) => run.asset)).toEqual([1, 2])
    expect((await action()).message).toBe('2 actions succeeded')
  })

  it.each([
    ['without an app', { assets: ['geo'] }, 'app_id has invalid format'],
    ['with an unknown app', { app_id: 77 }, 'app_id has invalid format'],
    ['with an unknown asset', { app_id: 1, assets: ['nowhere'] }, 'asset "nowhere" not found'],
  ])('are taken %s, fail later and reach no app', async (_title, broken, message) => {
    expect((await soar.post('/rest/action_run', { ...order, targets: [broken] })).body.success).toBe(true)
    soar.clock.advance(0)
    expect(await action()).toMatchObject({ status: 'failed', message })
    expect((await soar.get('/rest/app_run')).body.count).toBe(0)
  })

  it.each([
    ['no action', { action: null }, '"action" is a required field'],
    ['no name', { name: null }, '"name" is a required field'],
    ['no targets', { targets: null }, '"targets" is a required field'],
    ['a target that is none', { targets: ['x'] }, 'Invalid value for "targets"'],
    ['an unknown container', { container_id: 9 }, 'Container matching query does not exist.'],
  ])('are refused for %s', async (_title, fields, message) => {
    const { status, body } = await soar.post('/rest/action_run', { ...order, ...fields })
    expect([status, body]).toEqual([400, { failed: true, message }])
    expect((await soar.get('/rest/action_run')).body.count).toBe(0)
  })

  it('are refused on a container without an owner where an older version is asked for', async () => {
    await soar.close()
    soar = await openAutomatedSoar({ apps, actionsNeedOwner: true })
    const refused = await soar.post('/rest/action_run', order)
    expect([refused.status, refused.body.message]).toEqual([400, '"Container.owner" must be a "PhUser" instance'])
    await soar.post('/rest/container/1', { owner_id: 1 })
    expect((await soar.post('/rest/action_run', order)).body.success).toBe(true)
  })

  it('end where they are canceled, before they bring anything', async () => {
    await soar.post('/rest/action_run', order)
    soar.clock.advance(1_000)
    expect((await soar.post('/rest/action_run/1', { cancel: true })).body).toEqual({ success: true, id: 1 })
    expect(await action()).toMatchObject({ status: 'failed', cancelled: 'cancelled by automation' })
    soar.clock.advance(10_000)
    expect((await soar.get('/rest/app_run')).body.count).toBe(0)
  })

  it('decide how their run goes on', async () => {
    await soar.start('block')
    await soar.start('block or fail')
    soar.clock.advance(0)
    expect((await soar.run('1')).status).toBe('success')
    expect((await soar.run('2')).status).toBe('failed')
    const { body } = await soar.get('/rest/playbook_run/1/actions')
    expect(body.data).toEqual([expect.objectContaining({ action: 'block ip', status: 'failed', name: 'block_ip_1' })])
    expect((await soar.get('/rest/container/1/actions')).body.count).toBe(2)
    const runs = (await soar.list('/rest/app_run', { _filter_playbook_run: '1' })).body.data
    expect(runs).toEqual([expect.objectContaining({ status: 'failed', message: 'no route', container: 1 })])
  })

  it('that are canceled fail the run that waits for them', async () => {
    await soar.close()
    soar = await openAutomatedSoar({ playbooks: [playbook('p', { action: 'x', ms: 5_000 }, { log: 'never' })] })
    await soar.start('p')
    soar.clock.advance(1)
    await soar.post('/rest/action_run/1', { cancel: true })
    expect(await soar.run()).toMatchObject({ status: 'failed', cancelled: '' })
  })
})
