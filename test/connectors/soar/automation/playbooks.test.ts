import type { SandboxPlaybook } from '../../../../src/sandbox/soar/automation/script'
import { playbook } from '../../../support/automated-soar'
import { type AutomationStage, stageAutomation } from '../../../support/automation-stage'
import { failureOf } from '../../../support/http-client-stage'

const playbooks: SandboxPlaybook[] = [
  { ...playbook('triage', { wait: 1_000 }), active: true, labels: ['events'], category: 'Triage', tags: ['t'] },
  playbook('hunt'),
  { ...playbook('hunt'), repo: 'community', type: 'data' },
]

describe('the client on playbooks', () => {
  let stage: AutomationStage
  beforeEach(async () => {
    stage = await stageAutomation({ playbooks })
  })
  afterEach(() => stage.soar.close())

  it('lists them, all or those asked for', async () => {
    const all = await stage.api.listPlaybooks()
    expect(all.map(({ fullName }) => fullName)).toEqual(['local/triage', 'local/hunt', 'community/hunt'])
    expect(all[0]).toEqual({
      id: '1',
      name: 'triage',
      fullName: 'local/triage',
      isActive: true,
      isDisabled: false,
      type: 'automation',
      category: 'Triage',
      labels: ['events'],
      tags: ['t'],
    })
    expect((await stage.api.listPlaybooks({ isActive: true })).map(({ id }) => id)).toEqual(['1'])
    expect((await stage.api.listPlaybooks({ name: 'hunt', isActive: true })).map(({ id }) => id)).toEqual([])
  })

  it.each([
    ['2', ['2']],
    ['local/triage', ['1']],
    ['triage', ['1']],
    ['community/hunt', ['3']],
    ['hunt', ['2', '3']],
    ['9', []],
    ['none', []],
    ['other/hunt', []],
    ['"x"; drop', []],
  ])('finds %s', async (named, ids) => {
    const found = await stage.api.findPlaybook(named)
    const playbook = found.status === 'found' ? [found.playbook] : []
    const several = found.status === 'several' ? found.playbooks : playbook
    expect([found.status, several.map(({ id }) => id)]).toEqual([['missing', 'found', 'several'][ids.length], ids])
  })

  it('switches them, with what is running where asked for', async () => {
    await stage.soar.start('triage')
    expect((await stage.api.switchPlaybook('1', { isActive: false })).isActive).toBe(false)
    expect((await stage.api.readRun('1'))?.state).toBe('pending')
    expect((await stage.api.switchPlaybook('1', { isActive: true, cancelsRuns: true })).isActive).toBe(true)
    expect((await stage.api.readRun('1'))?.state).toBe('cancelled')
    await stage.soar.scenario({ name: 'failed-200', method: 'POST' })
    expect(await failureOf(stage.api.switchPlaybook('1', { isActive: false }))).toMatchObject({ kind: 'rejected' })
  })
})
