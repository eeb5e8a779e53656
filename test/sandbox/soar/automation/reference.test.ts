import { type AutomatedSoar, openAutomatedSoar, playbook } from '../../../support/automated-soar'
import { compareShapes, readPrintedAnswers, readPrintedReads, readReference } from '../../../support/reference-document'

const approvals = readReference('003')
const training = readReference('000')

const steps = [
  { ask: 'username', minutes: 30, message: 'test', name: 'prompt_1' },
  {
    action: 'geolocate ip',
    name: 'geolocate_ip_1',
    app: 'MaxMind',
    asset: 'geo',
    parameters: [{ ip: '2.3.2.22' }],
    needs: { user: 'username', minutes: 1_440, as: 'review' as const },
  },
]

/** Approvals of the four kinds that the document prints, as many as its highest id. */
async function openWithApprovals(): Promise<AutomatedSoar> {
  const soar = await openAutomatedSoar({
    users: [{ username: 'username', password: 'password' }],
    playbooks: steps.map((step, index) => playbook(['pb-prompt', 'pb-reviewer'][index] ?? '', step)),
    apps: [
      { name: 'MaxMind', assets: ['geo'] },
      {
        name: 'AbuseIPDB',
        assets: ['abuse_ip_db'],
        actions: [{ action: 'post ip', needs: { user: 'username', minutes: 1_440, as: 'approval' } }],
      },
    ],
  })
  const act = (action: string, target: object) =>
    soar.post('/rest/action_run', { action, container_id: 1, name: `user initiated ${action}`, targets: [target] })
  for (let count = 1; count <= 18; count += 1) await soar.start('pb-prompt')
  soar.clock.advance(0)
  await act('task', { app_id: 0, parameters: [{ to: 'username', mins_to_act: 60 }] })
  soar.clock.advance(0)
  await soar.start('pb-reviewer')
  soar.clock.advance(0)
  const report = { comment: 'ddd', ip: '3.3.3.33', categories: 'dd' }
  await act('post ip', { app_id: 2, assets: ['abuse_ip_db'], parameters: [report] })
  soar.clock.advance(60_000)
  return soar
}

const describeWhere = (isThere: boolean) => (isThere ? describe : describe.skip)

describeWhere(approvals !== null)('the examples of REST Approval', () => {
  const printed = readPrintedAnswers(approvals ?? '')
  const requests = readPrintedReads(approvals ?? '')
  let soar: AutomatedSoar
  beforeAll(async () => {
    soar = await openWithApprovals()
  })
  afterAll(() => soar.close())

  const read = async (index: number, path = requests[index]?.path ?? '') => {
    const { user = '', password = '' } = requests[index] ?? {}
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    return soar.send('GET', path, { headers: { authorization } })
  }

  it('are three requests and six answers', () => {
    expect(requests.map(request => request.path)).toEqual([
      '/rest/approval',
      '/rest/approval/1',
      '/rest/approval/21/detail_summary_view',
    ])
    expect(printed).toHaveLength(6)
  })

  it('get a list of the printed shape', async () => {
    const { status, body } = await read(0)
    expect([status, body.count, compareShapes(printed[0], body)]).toEqual([200, 21, []])
  })

  it('get one approval of the printed shape', async () => {
    const { status, body } = await read(1)
    expect([status, compareShapes(printed[1], body)]).toEqual([200, []])
  })

  it.each([
    ['approvals', 2, 21],
    ['prompts', 3, 18],
    ['manual tasks', 4, 19],
    ['action reviews', 5, 20],
  ])('get details of %s of the printed shape', async (kind, index, id) => {
    const { status, body } = await read(2, requests[2]?.path.replace('21', String(id)))
    expect([status, body.notification_type]).toEqual([200, kind])
    expect(body.time_left).toBeGreaterThan(0)
    // What an asset is set up with is its own.
    expect(compareShapes(printed[index], body).filter(text => !text.startsWith('.asset.configuration.'))).toEqual([])
  })
})

describeWhere(training !== null)('the text on asynchronous operations', () => {
  it('holds in the training dialect: a run_id, its states, its summary', async () => {
    for (const word of ['/rest/playbook_run/<run_id>', 'in_progress', 'completed', 'summary', 'Authorization: Bearer'])
      expect(training).toContain(word)
    const soar = await openAutomatedSoar({ trainingDialect: true, playbooks: [playbook('p', { wait: 1_000 })] })
    const headers = { authorization: `Bearer ${soar.token}`, 'content-type': 'application/json' }
    const body = { container_id: 1, playbook_id: 'local/p', scope: 'all', run: true }
    const started = await soar.send('POST', '/rest/playbook_run', { headers, body })
    const read = () => soar.send('GET', `/rest/playbook_run/${started.body.run_id}`, { headers })
    expect((await read()).body.status).toBe('in_progress')
    soar.clock.advance(1_000)
    expect((await read()).body).toMatchObject({ status: 'completed', summary: expect.any(String) })
    await soar.close()
  })
})
