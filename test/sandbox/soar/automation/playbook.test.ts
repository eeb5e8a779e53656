import { type AutomatedSoar, openAutomatedSoar, playbook } from '../../../support/automated-soar'

describe('playbooks in the SOAR sandbox', () => {
  let soar: AutomatedSoar
  beforeEach(async () => {
    soar = await openAutomatedSoar({
      playbooks: [
        { ...playbook('triage', { wait: 1_000 }), active: true, labels: ['events'], category: 'Triage' },
        { ...playbook('hunt', { wait: 1_000 }), repo: 'community', labels: ['incident'], active: true },
        { ...playbook('any'), active: true },
        playbook('idle'),
      ],
    })
  })
  afterEach(() => soar.close())

  const names = async (path: string, query: Record<string, string>) =>
    (await soar.list(path, query)).body.data.map((record: { name: string }) => record.name)
  const started = async (container: number) => {
    const { body } = await soar.list('/rest/playbook_run', {
      _filter_container: String(container),
      sort: 'id',
      order: 'asc',
    })
    return body.data.map((run: { playbook: number }) => run.playbook)
  }

  it('are listed with what they are', async () => {
    const { body } = await soar.get('/rest/playbook?_filter_name="triage"')
    expect(body.data).toEqual([
      expect.objectContaining({
        id: 1,
        scm: 2,
        active: true,
        disabled: false,
        labels: ['events'],
        playbook_type: 'automation',
      }),
    ])
    expect(body.data[0]).not.toHaveProperty('_pretty_scm')
    expect(await names('/rest/playbook', { _filter_active: 'False' })).toEqual(['idle'])
    expect(await names('/rest/playbook', { _filter_labels__contains: "'*'" })).toEqual(['any', 'idle'])
  })

  it('say their repository where asked for it', async () => {
    const { body } = await soar.get('/rest/playbook?pretty&sort=id&order=asc')
    expect(body.data.map((record: { _pretty_scm: string }) => record._pretty_scm)).toEqual([
      'local',
      'community',
      'local',
      'local',
    ])
    expect((await soar.get('/rest/playbook/2?pretty')).body._pretty_scm).toBe('community')
    expect((await soar.get('/rest/playbook/9')).status).toBe(404)
  })

  it('start by themselves where they are active and the label fits', async () => {
    await soar.post('/rest/artifact', { container_id: 1, name: 'a' })
    expect(await started(1)).toEqual([1, 3])
    await soar.post('/rest/artifact', { container_id: 1, name: 'b', run_automation: false })
    expect(await started(1)).toEqual([1, 3])
    await soar.post('/rest/container', { name: 'd', label: 'incident', run_automation: true })
    expect(await started(2)).toEqual([2, 3])
    expect((await soar.effects()).filter(effect => effect === 'automation.triggered')).toHaveLength(2)
  })

  it('are switched off, and their runs with them where asked for', async () => {
    await soar.post('/rest/artifact', { container_id: 1, name: 'a' })
    const { body } = await soar.post('/rest/playbook/1', { active: false, cancel_runs: true, name: 'other' })
    expect(body).toEqual({ message: 'Operation successful', success: true })
    expect((await soar.get('/rest/playbook/1')).body).toMatchObject({ active: false, name: 'triage' })
    expect((await soar.run('1')).cancelled).not.toBe('')
    expect((await soar.run('2')).cancelled).toBe('')
    await soar.post('/rest/artifact', { container_id: 1, name: 'b' })
    expect(await started(1)).toEqual([1, 3, 3])
  })

  it('leave the time of a container as it is', async () => {
    await soar.start('idle')
    soar.clock.advance(0)
    expect((await soar.get('/rest/container/1')).body.container_update_time).toBeNull()
  })
})
