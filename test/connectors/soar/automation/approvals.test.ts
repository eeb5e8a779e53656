import { createAutomationApi } from '../../../../src/connectors/soar/automation/automation'
import { playbook } from '../../../support/automated-soar'
import { type AutomationStage, createCall, stageAutomation } from '../../../support/automation-stage'
import { failureOf } from '../../../support/http-client-stage'
import { startScriptedServer } from '../../../support/http-server'
import { createManualClock } from '../../../support/manual-clock'
import { readPrintedAnswers, readReference } from '../../../support/reference-document'

const minute = 60_000

describe('the client on approvals', () => {
  let stage: AutomationStage
  beforeEach(async () => {
    stage = await stageAutomation({
      playbooks: [
        playbook('short', { ask: 'ada', minutes: 10, name: 'prompt_1' }),
        playbook('long', { ask: 'ada', minutes: 90, as: 'task', name: 'task_1' }),
      ],
    })
    await stage.soar.post('/rest/container', { name: 'd', label: 'events' })
    await stage.soar.start('short')
    await stage.soar.start('long', { container_id: 2 })
    stage.soar.clock.advance(0)
  })
  afterEach(() => stage.soar.close())

  const ids = async (asked: Parameters<typeof stage.api.listApprovals>[0]) =>
    (await stage.api.listApprovals(asked)).map(({ id }) => id)

  it('lists those that wait, of a container, of a run', async () => {
    stage.soar.clock.advance(10 * minute)
    expect(await ids({})).toEqual(['1', '2'])
    expect(await ids({ isPending: true })).toEqual(['2'])
    expect(await ids({ containerId: '1' })).toEqual(['1'])
    expect(await ids({ playbookRunId: '2' })).toEqual(['2'])
    expect(await ids({ playbookRunId: '1', isPending: true })).toEqual([])
  })

  it('reads one, and how many minutes are left', async () => {
    const start = stage.soar.clock.now()
    const approval = await stage.api.readApproval('1')
    expect(approval).toEqual({
      id: '1',
      name: 'prompt_1',
      state: 'pending',
      type: 'manual',
      ownerId: '3',
      ownerType: 'User',
      actionRunId: '1',
      playbookRunId: '1',
      startedAt: start,
      dueAt: start + 10 * minute,
      closedAt: null,
      responses: [],
    })
    stage.soar.clock.advance(4 * minute)
    expect(stage.api.minutesLeft({ dueAt: start + 10 * minute })).toBe(6)
    stage.soar.clock.advance(8 * minute)
    expect(stage.api.minutesLeft({ dueAt: start + 10 * minute })).toBe(-2)
    expect(stage.api.minutesLeft({ dueAt: null })).toBeNull()
    expect((await stage.api.readApproval('1'))?.state).toBe('expired')
    expect(await stage.api.readApproval('9')).toBeNull()
  })

  it('reads the details', async () => {
    stage.soar.clock.advance(4 * minute)
    expect(await stage.api.readApprovalDetail('1')).toEqual({
      containerId: '1',
      containerName: 'c',
      playbook: 'local/short',
      actionName: 'prompt_1',
      action: 'prompt',
      owner: 'ada',
      nextOwner: '',
      kind: 'prompts',
      assetName: '',
      dueAt: stage.soar.clock.now() + 6 * minute,
      minutesLeft: 6,
      targets: [{ appId: null, parameters: [expect.objectContaining({ to: 'ada', mins_to_act: 10 })], assetIds: [] }],
    })
    expect(await failureOf(stage.api.readApprovalDetail('9'))).toMatchObject({ code: 'not-found' })
  })

  it('does not take the approvals of others where a filter was dropped', async () => {
    const server = await startScriptedServer(() => ({
      json: [
        { id: 1, playbook_run: 5, status: 'pending' },
        { id: 2, playbook_run: 6, status: 'pending' },
        { id: 3, playbook_run: 5, status: 'approved' },
      ],
    }))
    const clock = createManualClock()
    const api = createAutomationApi({ call: createCall(server.url, clock), clock })
    const found = await api.listApprovals({ playbookRunId: '5', isPending: true })
    expect(found.map(({ id }) => id)).toEqual(['1'])
    await server.close()
  })
})

const reference = readReference('003')
const describeReference = reference === null ? describe.skip : describe

describeReference('the client on the printed answers of REST Approval', () => {
  it('reads each of them, and no secret of an asset', async () => {
    const printed = readPrintedAnswers(reference ?? '')
    const server = await startScriptedServer(({ path }) => {
      const [, id = '0'] = /approval\/(\d)/.exec(path) ?? []
      return { json: printed[Number(id)] }
    })
    const clock = createManualClock()
    const api = createAutomationApi({ call: createCall(server.url, clock), clock })
    const all = await api.listApprovals()
    expect(all.map(({ state }) => state)).toEqual(['expired', 'expired', 'pending', 'pending', 'pending'])
    expect((await api.readApproval('1'))?.name).toBe('task_1')
    const details = []
    for (const id of ['2', '3', '4', '5']) details.push(await api.readApprovalDetail(id))
    expect(details.map(({ kind, containerId, playbook }) => [kind, containerId, playbook])).toEqual([
      ['approvals', '291', null],
      ['prompts', '292', 'local/pb-prompt'],
      ['manual tasks', '293', null],
      ['action reviews', '294', 'local/pb-reviewer'],
    ])
    expect(details[0]).toMatchObject({ assetName: 'abuse_ip_db', targets: [{ appId: '152', assetIds: ['70'] }] })
    expect(details.map(({ minutesLeft }) => Math.round(minutesLeft ?? 0))).toEqual([1335, 29, 56, 1307])
    expect(JSON.stringify(details)).not.toContain('api_key')
    await server.close()
  })
})
