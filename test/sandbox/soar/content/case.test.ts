import { deleteAsAdmin, openFilledSoar } from '../../../support/soar-container'
import type { OpenedSoar } from '../../../support/soar-sandbox'

let soar: OpenedSoar
beforeEach(async () => {
  soar = await openFilledSoar({
    workbooks: [
      {
        name: 'Response',
        phases: [
          { name: 'First', tasks: [{ name: 'Look' }, { name: 'Tell', isNoteRequired: true }] },
          { name: 'Last', tasks: [{ name: 'Close' }] },
        ],
      },
    ],
  })
})
afterEach(() => soar.close())

const promote = () => soar.post('/rest/container/1', { container_type: 'case', template: 1 })

describe('a case in the SOAR sandbox', () => {
  it('is a container promoted with the phases and tasks of a template', async () => {
    expect((await soar.get('/rest/workbook_template')).body).toMatchObject({ count: 1, data: [{ name: 'Response' }] })
    expect((await promote()).body).toEqual({ success: true, id: 1 })
    expect((await soar.get('/rest/container/1')).body).toMatchObject({
      container_type: 'case',
      workflow_name: 'Response',
      current_phase: 1,
    })
    const { data } = (await soar.get('/rest/container/1/phases')).body
    expect(data).toMatchObject([
      { name: 'First', order: 0, tasks: [{ name: 'Look', status: 0 }, { name: 'Tell' }] },
      { name: 'Last', order: 1, tasks: [{ name: 'Close' }] },
    ])
    const tasks = await soar.list('/rest/workflow_task', { _filter_container_id: '1', sort: 'id', order: 'desc' })
    expect(tasks.body).toMatchObject({ count: 3, num_pages: 1, data: [{ id: 3 }, { id: 2 }, { id: 1 }] })
  })

  it('is created as one, too', async () => {
    const wish = { name: 'case', label: 'events', container_type: 'case', template_id: 'Response' }
    expect((await soar.post('/rest/container', wish)).body).toMatchObject({ success: true, id: 3 })
    expect((await soar.get('/rest/workbook_phase')).body.count).toBe(2)
  })

  it('is refused with a template that is none, and nothing changes', async () => {
    const wish = { container_type: 'case', template: 9 }
    expect((await soar.post('/rest/container/1', wish)).status).toBe(400)
    expect((await soar.post('/rest/container', { name: 'x', label: 'events', ...wish })).status).toBe(400)
    expect((await soar.get('/rest/container/1')).body.container_type).toBe('default')
    expect((await soar.get('/rest/container')).body.count).toBe(2)
  })

  it('takes in another container and copies what it is told to', async () => {
    await soar.post('/rest/container/2', { container_type: 'case' })
    await soar.post('/rest/container_comment', { container_id: 1, comment: 'seen' })
    const file = { container_id: 1, file_name: 'f.txt', file_content: btoa('f') }
    await soar.post('/rest/container_attachment', file)
    const wish = { add_to_case: true, container_id: 1, copy_artifacts: true, copy_files: true, copy_comments: true }
    expect((await soar.post('/rest/container/2', wish)).body).toEqual({ success: true, id: 2 })
    expect((await soar.get('/rest/container/1')).body.in_case).toBe(true)
    expect((await soar.get('/rest/container/2/artifacts')).body.data).toMatchObject([
      { name: 'a', cef: { sourceAddress: '1.1.1.1' }, parent_artifact: 1, parent_container: 1, in_case: true },
    ])
    expect((await soar.get('/rest/container/2/attachments')).body.data).toMatchObject([{ name: 'f.txt' }])
    expect((await soar.get('/rest/container/2/comments')).body.data).toMatchObject([{ comment: 'seen', user: 2 }])
    await soar.post('/rest/container/2', wish)
    expect((await soar.get('/rest/container/2')).body.artifact_count).toBe(1)
  })

  it('is what containers are added to, and not itself', async () => {
    const wish = { add_to_case: true, container_id: 1 }
    expect((await soar.post('/rest/container/2', wish)).status).toBe(400)
    await promote()
    expect((await soar.post('/rest/container/1', wish)).status).toBe(400)
    expect((await soar.get('/rest/container/1')).body.in_case).toBe(false)
  })
})

describe('a workbook task in the SOAR sandbox', () => {
  const set = (id: number, fields: object) => soar.post(`/rest/workbook_task/${id}`, fields)

  it('goes from not started to in progress to complete, and no other way', async () => {
    await promote()
    expect((await set(1, { status: 1 })).status).toBe(400)
    expect((await set(1, { status: 2, owner_id: 1 })).body).toEqual({ success: true, id: 1 })
    expect((await set(1, { status: 0 })).status).toBe(400)
    await set(1, { status: 1 })
    const { body } = await soar.get('/rest/workbook_task/1')
    expect(body).toMatchObject({ status: 1, owner: 1, role: null, notes: [], files: [] })
    expect(body.end_time > body.start_time).toBe(true)
    expect((await set(1, { status: 2 })).status).toBe(400)
  })

  it('that needs a closing note is completed with it, in the same request', async () => {
    await promote()
    await set(2, { status: 2 })
    expect(await set(2, { status: 1 })).toMatchObject({ body: { message: 'Closing note content is required' } })
    await set(2, { status: 1, note: 'all told', title: 'Done' })
    const notes = await soar.list('/rest/note', { _filter_task_id: '2' })
    expect(notes.body.data).toMatchObject([{ title: 'Done', content: 'all told', note_type: 'task', phase: 1 }])
    expect((await soar.get('/rest/workbook_task/2')).body).toMatchObject({ status: 1, notes: [1] })
    expect((await soar.get('/rest/container/1/notes')).body.count).toBe(0)
  })

  it('is added by hand, with its phase', async () => {
    expect((await soar.post('/rest/workbook_phase', { container_id: 1, name: 'Own' })).body).toEqual({
      success: true,
      id: 1,
    })
    expect((await soar.post('/rest/workbook_task', { phase_id: 1, name: 'Do' })).body).toEqual({ success: true, id: 1 })
    expect((await soar.post('/rest/workbook_task', { name: 'Do' })).status).toBe(400)
    expect((await soar.get('/rest/workbook_task/1')).body).toMatchObject({ container: 1, phase: 1, name: 'Do' })
    expect((await soar.list('/rest/workbook_task', { _filter_phase__name: '"Own"' })).body.count).toBe(1)
    expect((await set(1, { owner_id: 99 })).status).toBe(400)
    await set(1, { role_id: 4 })
    expect((await soar.get('/rest/workbook_task/1')).body).toMatchObject({ role: 4, owner: null })
  })
})

describe('a container in the SOAR sandbox', () => {
  it('takes all that hangs on it along when it is deleted', async () => {
    await promote()
    await soar.post('/rest/note', { container_id: 1, title: 't', content: 'c' })
    await soar.post('/rest/container_comment', { container_id: 1, comment: 'c' })
    await soar.post('/rest/container_pin', { container_id: 1, message: 'm' })
    await soar.post('/rest/evidence', { container_id: 1, object_id: 1, content_type: 'artifact' })
    expect((await deleteAsAdmin(soar, '/rest/container/1')).body).toEqual({ success: true })
    const paths = [
      'note',
      'container_comment',
      'container_pin',
      'evidence',
      'artifact',
      'workbook_phase',
      'workbook_task',
    ]
    for (const path of paths) expect((await soar.get(`/rest/${path}`)).body.count).toBe(0)
  })

  it('is deleted with others at once', async () => {
    expect((await soar.send('DELETE', '/rest/container?ids=1')).status).toBe(403)
    expect((await deleteAsAdmin(soar, '/rest/container?ids=1&ids=9')).status).toBe(404)
    expect((await soar.get('/rest/container')).body.count).toBe(2)
    expect((await deleteAsAdmin(soar, '/rest/container?ids=1&ids=2')).body).toEqual({ success: true })
    expect((await soar.get('/rest/container')).body.count).toBe(0)
  })

  it('that is closed says when and by whom, and forgets it when it is opened again', async () => {
    await soar.post('/rest/container/1', { status: 'closed' })
    const closed = (await soar.get('/rest/container/1')).body
    expect(closed).toMatchObject({ status: 'closed', closing_owner: 2 })
    expect(closed.close_time).toBe(closed.container_update_time)
    await soar.post('/rest/container/1', { status: 'open' })
    expect((await soar.get('/rest/container/1')).body).toMatchObject({ close_time: null, closing_owner: null })
  })

  it.each(['attachments', 'comments', 'notes', 'pins', 'phases', 'artifacts'])(
    'lists its %s in an envelope, and is not found where it is none',
    async part => {
      expect((await soar.get(`/rest/container/2/${part}`)).body).toMatchObject({ count: expect.any(Number), data: [] })
      expect((await soar.get(`/rest/container/99/${part}`)).status).toBe(404)
    },
  )

  it('names the people who may see it', async () => {
    const { data } = (await soar.get('/rest/container/1/permitted_users')).body
    expect(data).toMatchObject([{ username: 'soar_local_admin' }])
    expect((await soar.get('/rest/container/99/permitted_users')).status).toBe(404)
  })
})
