import { type AutomationStage, stageAutomation } from '../../../support/automation-stage'
import { failureOf } from '../../../support/http-client-stage'

const action = {
  action: 'geolocate ip',
  ms: 1_000,
  data: [{ country: 'NL' }],
  summary: { country: 'NL' },
  message: 'found',
}

describe('the client on actions', () => {
  let stage: AutomationStage
  beforeEach(async () => {
    stage = await stageAutomation({ apps: [{ name: 'MaxMind', appid: 'guid-1', assets: ['geo'], actions: [action] }] })
  })
  afterEach(() => stage.soar.close())

  const target = { appId: '1', assets: ['geo'], parameters: [{ ip: '1.1.1.1' }] }
  const asked = { action: 'geolocate ip', name: 'where', containerId: '1', targets: [target] }

  it('starts them and reads what became of them', async () => {
    const start = stage.soar.clock.now()
    expect(await stage.api.startAction({ ...asked, type: 'investigate' })).toEqual({ status: 'started', id: '1' })
    expect(await stage.api.readAction('1')).toMatchObject({ state: 'pending', closedAt: null })
    stage.soar.clock.advance(1_000)
    expect(await stage.api.readAction('1')).toEqual({
      id: '1',
      action: 'geolocate ip',
      name: 'where',
      type: 'investigate',
      containerId: '1',
      playbookRunId: null,
      state: 'success',
      text: '1 actions succeeded',
      createdAt: start,
      updatedAt: start + 1_000,
      closedAt: start + 1_000,
    })
    expect(await stage.api.readAction('9')).toBeNull()
  })

  it('names apps by number or GUID and waits where asked to', async () => {
    await stage.api.startAction({ ...asked, targets: [{ ...target, appId: 'guid-1' }], delaySecs: 60 })
    stage.soar.clock.advance(59_000)
    expect((await stage.api.readAction('1'))?.state).toBe('pending')
    stage.soar.clock.advance(2_000)
    expect((await stage.api.readAction('1'))?.state).toBe('success')
  })

  it('takes a refusal for a value, and a late failure for a state', async () => {
    const refused = await stage.api.startAction({ ...asked, containerId: '9' })
    expect(refused).toEqual({ status: 'refused', message: 'Container matching query does not exist.' })
    await stage.api.startAction({ ...asked, targets: [{ ...target, appId: 'none' }] })
    stage.soar.clock.advance(0)
    expect(await stage.api.readAction('1')).toMatchObject({ state: 'failed', text: 'app_id has invalid format' })
    expect(await stage.api.listAppRuns({ actionRunId: '1' })).toEqual([])
  })

  it('cancels them', async () => {
    await stage.api.startAction(asked)
    expect((await stage.api.cancelAction('1')).state).toBe('cancelled')
    expect(await failureOf(stage.api.cancelAction('9'))).toMatchObject({ code: 'not-found' })
    await stage.soar.scenario({ name: 'failed-200', method: 'POST' })
    expect(await failureOf(stage.api.cancelAction('1'))).toMatchObject({ kind: 'rejected' })
  })

  it('reads what the apps brought, with or without their results', async () => {
    await stage.api.startAction(asked)
    await stage.api.startAction(asked)
    stage.soar.clock.advance(1_000)
    const [run, ...others] = await stage.api.listAppRuns({ actionRunId: '2', withResults: true })
    expect(others).toEqual([])
    expect(run).toMatchObject({
      id: '2',
      app: 'MaxMind',
      assetId: '1',
      actionRunId: '2',
      state: 'success',
      text: 'found',
    })
    expect(run?.results).toEqual([
      {
        isGood: true,
        text: 'found',
        parameter: { ip: '1.1.1.1', context: expect.any(Object) },
        summary: { country: 'NL' },
        data: [{ country: 'NL' }],
      },
    ])
    const plain = await stage.api.listAppRuns({ containerId: '1' })
    expect(plain.map(({ id, results }) => [id, results])).toEqual([
      ['1', []],
      ['2', []],
    ])
    expect(await stage.api.listAppRuns({ playbookRunId: '1' })).toEqual([])
  })
})
