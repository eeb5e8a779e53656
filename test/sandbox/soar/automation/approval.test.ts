import { type AutomatedSoar, openAutomatedSoar, playbook } from '../../../support/automated-soar'

const minute = 60_000
const ada = { authorization: `Basic ${Buffer.from('ada:pw').toString('base64')}` }
const review = { user: 'ada', minutes: 60, as: 'review' } as const

describe('approvals in the SOAR sandbox', () => {
  let soar: AutomatedSoar
  afterEach(() => soar.close())

  const open = async (options: Parameters<typeof openAutomatedSoar>[0]) => {
    soar = await openAutomatedSoar(options)
    await soar.start(options?.playbooks?.[0]?.name ?? '')
    soar.clock.advance(0)
  }
  const approval = async (id = 1) => (await soar.get(`/rest/approval/${id}`)).body
  const detail = async (id = 1) => (await soar.get(`/rest/approval/${id}/detail_summary_view`)).body

  it('wait for somebody and hold their run', async () => {
    await open({ playbooks: [playbook('p', { ask: 'ada', minutes: 30, message: 'Go on?', name: 'prompt_1' })] })
    expect(await approval()).toEqual({
      id: 1,
      status: 'pending',
      owner_type: 'User',
      action_run: 1,
      playbook_run: 1,
      escalated_approval: null,
      name: 'prompt_1',
      parent: null,
      node_guid: null,
      start_time: '2026-01-01T00:00:00.000000Z',
      close_time: null,
      due_time: '2026-01-01T00:30:00.000000Z',
      version: 1,
      jitc: {},
      asset: null,
      owner: 3,
      message: 'pending-manual-action',
      type: 'manual',
      display: true,
      responses: [],
    })
    soar.clock.advance(10 * minute)
    expect((await soar.run()).status).toBe('running')
    expect((await soar.get('/rest/action_run/1')).body).toMatchObject({
      status: 'pending',
      message: 'pending-manual-action',
    })
    expect(await detail()).toMatchObject({
      time_left: 1_200,
      container_id: 1,
      container_name: 'c',
      playbook_repo: 'local',
      playbook_name: 'p',
      owner: 'ada',
      notification_type: 'prompts',
      notification_targets: [
        { app_id: 0, assets: [], parameters: [{ message: 'Go on?', mins_to_act: 30, user_ids: [3] }] },
      ],
    })
    expect((await soar.get('/rest/approval/1?_detail=detail_summary_view')).body).toEqual(await detail())
  })

  it('expire, and their run fails', async () => {
    await open({ playbooks: [playbook('p', { ask: 'ada', minutes: 30 }, { log: 'never' })] })
    soar.clock.advance(30 * minute - 1)
    expect((await approval()).status).toBe('pending')
    soar.clock.advance(1)
    expect(await approval()).toMatchObject({
      status: 'expired',
      close_time: '2026-01-01T00:30:00.000000Z',
      responses: [],
    })
    expect(await soar.run()).toMatchObject({ status: 'failed', cancelled: '' })
    expect(JSON.parse((await soar.run()).message)).toMatchObject({ message: 'prompt_1: expired', status: 'failed' })
  })

  it('expire without harm where the playbook goes on', async () => {
    await open({ playbooks: [playbook('p', { ask: 'ada', minutes: 30, goOn: true }, { log: 'went on' })] })
    soar.clock.advance(30 * minute)
    expect((await soar.run()).status).toBe('success')
  })

  it.each([
    ['approve', 'approved', 'success'],
    ['deny', 'denied', 'failed'],
  ] as const)('are answered by the script: %s', async (answer, status, end) => {
    const answered = { afterMs: 5 * minute, with: answer, responses: ['because'] }
    await open({ playbooks: [playbook('p', { ask: 'ada', minutes: 30, as: 'task', answered })] })
    soar.clock.advance(60 * minute)
    expect(await approval()).toMatchObject({
      status,
      close_time: '2026-01-01T00:05:00.000000Z',
      responses: ['because'],
    })
    expect((await soar.run()).status).toBe(end)
    expect((await detail()).notification_type).toBe('manual tasks')
  })

  it('come before the action they are about', async () => {
    const answered = { afterMs: minute, with: 'approve' } as const
    const step = { action: 'geolocate ip', parameters: [{ ip: '2.3.2.22' }], ms: 1_000 }
    await open({ playbooks: [playbook('p', { ...step, needs: { ...review, answered } }, { ...step, needs: review })] })
    expect(await approval()).toMatchObject({
      owner_type: 'Action Reviewer',
      name: 'approval for geolocate ip',
      message: 'pending-approval',
      type: 'parameter',
    })
    expect((await soar.get('/rest/app_run')).body.count).toBe(0)
    soar.clock.advance(minute + 1_000)
    expect((await soar.get('/rest/app_run')).body.count).toBe(1)
    expect(await detail(2)).toMatchObject({ notification_type: 'action reviews', action_name: 'geolocate_ip_2' })
    soar.clock.advance(60 * minute)
    expect((await soar.get('/rest/action_run/2')).body).toMatchObject({
      status: 'failed',
      message: 'approval for geolocate ip: expired',
    })
    expect((await soar.get('/rest/app_run')).body.count).toBe(1)
  })

  it('are found by their state, their run and the container of their action', async () => {
    await open({ playbooks: [playbook('p', { ask: 'ada', minutes: 1 }), playbook('q', { ask: 'ada', minutes: 90 })] })
    await soar.post('/rest/container', { name: 'd', label: 'events' })
    await soar.start('q', { container_id: 2 })
    soar.clock.advance(minute)
    const ids = async (query: Record<string, string>) =>
      (await soar.list('/rest/approval', query)).body.data.map((found: { id: number }) => found.id)
    expect(await ids({ _filter_status: '"pending"' })).toEqual([2])
    expect(await ids({ _filter_playbook_run: '1' })).toEqual([1])
    expect(await ids({ _filter_action_run__container_id: '2' })).toEqual([2])
    expect((await soar.get('/rest/container/1/approvals')).body.count).toBe(1)
    expect((await soar.get('/rest/container/9/approvals')).status).toBe(404)
  })

  it('cannot be answered over REST, as far as the documents go', async () => {
    await open({ playbooks: [playbook('p', { ask: 'ada', minutes: 30 })] })
    const answer = await soar.send('POST', '/rest/approval/1', { body: { status: 'approve' }, headers: ada })
    expect([answer.status, (await approval()).status]).toEqual([405, 'pending'])
  })

  it('are answered by people where the switch says so, once', async () => {
    await open({
      playbooks: [playbook('p', { ask: 'ada', minutes: 30 })],
      approvalAnswers: true,
      approvalStatuses: { approve: 'approve', deny: 'deny' },
    })
    const body = { status: 'approve', responses: ['yes'] }
    expect((await soar.post('/rest/approval/1', body)).status).toBe(403)
    const send = (fields: object) => soar.send('POST', '/rest/approval/1', { body: fields, headers: ada })
    expect((await send({ status: 'maybe' })).status).toBe(400)
    expect((await send(body)).body).toEqual({ success: true, id: 1 })
    expect((await send(body)).status).toBe(400)
    expect(await approval()).toMatchObject({ status: 'approve', responses: ['yes'] })
    expect((await soar.run()).status).toBe('success')
  })
})
