import { createHash } from 'node:crypto'
import { failureOf } from '../../../support/http-client-stage'
import { createManualClock } from '../../../support/manual-clock'
import { openPolledSoar, type PolledSoar } from '../../../support/soar-poll'

const opened: PolledSoar[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ soar }) => soar.close()))
})

/** Container 1 is there, and every collection was looked at. */
async function open(...[sandbox, options]: Parameters<typeof openPolledSoar>): Promise<PolledSoar> {
  const users = [{ username: 'ada', password: 'pw', email: 'ada@example.com' }]
  const polled = await openPolledSoar({ users, ...sandbox }, options)
  opened.push(polled)
  await polled.soar.post('/rest/container', { name: 'one', label: 'events', source_data_identifier: 'one' })
  return polled
}

describe('what a poll of SOAR tells', () => {
  it('of a container: its state, in the words of the bridge', async () => {
    const { soar, hear, connector } = await open({}, { closeReasonField: 'closure' })
    await hear('container')
    const ada = (await soar.list('/rest/ph_user', { _filter_username: '"ada"' })).body.data[0].id
    await soar.post('/rest/container/1', {
      owner_id: ada,
      status: 'closed',
      sensitivity: 'red',
      tags: ['a'],
      custom_fields: { closure: 'false positive' },
      container_type: 'case',
    })
    const heard = await hear('container')
    const { body } = await soar.get('/rest/container/1')
    expect(heard.at(-1)).toEqual({
      kind: 'container-state',
      containerId: '1',
      version: { at: Date.parse(body.container_update_time) },
      state: {
        name: 'one',
        description: '',
        label: 'events',
        severity: 'medium',
        sensitivity: 'red',
        status: 'closed',
        tags: ['a'],
        owner: 'ada@example.com',
        dueTime: body.due_time,
        sourceDataIdentifier: 'one',
        isCase: true,
        closeReason: 'false positive',
        closedAt: Date.parse(body.close_time),
        customFields: { closure: 'false positive' },
      },
    })
    expect(await connector.readContainer('1')).toEqual(heard.at(-1))
    expect(await connector.readContainer('99')).toBeNull()
  })

  it('of notes and comments: what they say and who wrote them, notes again when they change', async () => {
    const { soar, hear } = await open()
    await hear('note')
    await hear('comment')
    await soar.post('/rest/note', { container_id: 1, title: 't', content: '*c*', note_type: 'general' })
    await soar.post('/rest/container_comment', { container_id: 1, comment: 'seen' })
    const note = { kind: 'note', containerId: '1', id: 'note:1', title: 't', format: 'markdown', author: 'automation' }
    expect(await hear('note')).toMatchObject([{ ...note, text: '*c*', deleted: false }])
    await soar.post('/rest/note/1', { content: 'new', note_format: 'html' })
    const { body } = await soar.get('/rest/note/1')
    const version = { at: Date.parse(body.modified_time) }
    expect(await hear('note')).toMatchObject([{ ...note, text: 'new', format: 'html', version }])
    const comment = { kind: 'note', containerId: '1', id: 'comment:1', title: '', text: 'seen', format: 'text' }
    expect(await hear('comment')).toMatchObject([{ ...comment, author: 'automation' }])
  })

  it('of artifacts and files, whose bytes are read by their id', async () => {
    const { soar, hear, connector } = await open()
    await hear('artifact')
    await hear('attachment')
    const artifact = {
      container_id: 1,
      name: 'a',
      cef: { own: 'x' },
      source_data_identifier: 's',
      run_automation: false,
    }
    await soar.post('/rest/artifact', artifact)
    expect(await hear('artifact')).toMatchObject([
      { kind: 'artifact', containerId: '1', id: '1', sourceDataIdentifier: 's', name: 'a', cef: { own: 'x' } },
    ])
    const bytes = Buffer.from('evidence')
    const hash = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex')
    const file_content = bytes.toString('base64')
    await soar.post('/rest/container_attachment', { container_id: 1, file_name: 'e.txt', file_content })
    const file = { id: '1', fileName: 'e.txt', size: 8, sha256: hash('sha256'), vaultId: hash('sha1') }
    expect(await hear('attachment')).toMatchObject([{ kind: 'file', containerId: '1', ...file }])
    const read = await connector.readFile({ id: '1', mostBytes: 8 })
    expect(read).toEqual({ fileName: 'e.txt', mimeType: 'text/plain', bytes })
    expect(await connector.readFile({ id: '2', mostBytes: 8 })).toBeNull()
    const tooLarge = { kind: 'rejected', code: 'file-too-large' }
    expect(await failureOf(connector.readFile({ id: '1', mostBytes: 7 }))).toMatchObject(tooLarge)
  })

  it('of runs: their names, and their ends', async () => {
    const clock = createManualClock()
    const steps = [{ wait: 1_000 }, { action: 'geolocate ip', name: 'where', ms: 1_000 }]
    const { soar, hear } = await open({ clock, playbooks: [{ name: 'triage', steps }] })
    await hear('playbook_run')
    await hear('action_run')
    await hear('app_run')
    await soar.post('/rest/playbook_run', { container_id: 1, playbook_id: 'local/triage', scope: 'all', run: true })
    clock.advance(0)
    const run = { kind: 'run', containerId: '1', id: 'playbook:1', name: 'local/triage', startedAt: clock.now() }
    expect(await hear('playbook_run')).toMatchObject([{ ...run, state: 'running', endedAt: null }])
    clock.advance(1_000)
    clock.advance(1_000)
    const ended = clock.now()
    expect(await hear('playbook_run')).toMatchObject([
      { ...run, state: 'success', endedAt: ended, version: { at: ended } },
    ])
    const actions = await hear('action_run')
    expect(actions).toMatchObject([{ id: 'action:1', name: 'where (geolocate ip)', state: 'success', endedAt: ended }])
    const { body } = await soar.get('/rest/app_run/1')
    const brought = { app: body.app_name, message: body.message, state: 'success', version: { at: ended } }
    expect(brought.message).not.toBe('')
    expect(await hear('app_run')).toEqual([
      { kind: 'app-run', containerId: '1', id: '1', actionId: 'action:1', ...brought },
    ])
  })

  it('of approvals: who must decide, until when, and that it is over, in a version of its own', async () => {
    const clock = createManualClock()
    const { soar, hear, requests } = await open({
      clock,
      playbooks: [{ name: 'ask', steps: [{ ask: 'ada', minutes: 30, message: 'Block it?' }] }],
    })
    await hear('approval')
    await soar.post('/rest/playbook_run', { container_id: 1, playbook_id: 'local/ask', scope: 'all', run: true })
    clock.advance(0)
    const asked = clock.now()
    const approval = { kind: 'approval', containerId: '1', id: '1', who: 'ada@example.com', startedAt: asked }
    const dueAt = asked + 1_800_000
    expect(await hear('approval')).toMatchObject([{ ...approval, state: 'pending', dueAt, version: { at: asked } }])
    await requests()
    await hear('approval')
    expect(await requests()).toEqual(['/rest/approval', '/rest/approval'])
    clock.advance(1_800_000)
    expect(await hear('approval')).toMatchObject([{ ...approval, state: 'expired', version: { at: dueAt } }])
  })

  it('of tasks: their phase, owner and end', async () => {
    const { soar, hear } = await open()
    await hear('task')
    await soar.post('/rest/workbook_phase', { container_id: 1, name: 'Contain' })
    await soar.post('/rest/workbook_task', { phase_id: 1, name: 'Block it' })
    const task = { kind: 'task', containerId: '1', id: '1', name: 'Block it', phase: 'Contain', owner: null }
    expect(await hear('task')).toMatchObject([{ ...task, isDone: false }])
    await soar.post('/rest/workbook_task/1', { status: 2 })
    await soar.post('/rest/workbook_task/1', { status: 1 })
    expect((await hear('task')).at(-1)).toMatchObject({ ...task, isDone: true })
  })
})
