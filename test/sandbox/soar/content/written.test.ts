import { deleteAsAdmin, openFilledSoar } from '../../../support/soar-container'
import type { OpenedSoar } from '../../../support/soar-sandbox'

let soar: OpenedSoar
beforeEach(async () => {
  soar = await openFilledSoar()
})
afterEach(() => soar.close())

describe('notes in the SOAR sandbox', () => {
  const note = { container_id: 1, title: 'What we know', content: '*much*', note_type: 'general' }

  it('are created, read, changed and deleted', async () => {
    expect((await soar.post('/rest/note', note)).body).toEqual({ success: true, id: 1 })
    const { body } = await soar.get('/rest/note/1')
    expect(body).toMatchObject({
      id: 1,
      container: 1,
      title: 'What we know',
      content: '*much*',
      note_type: 'general',
      note_format: 'markdown',
      author: 2,
      task: null,
    })
    expect(body.modified_time).toBe(body.create_time)
    expect((await soar.post('/rest/note/1', { content: 'more', author: 9 })).body).toEqual({ success: true, id: 1 })
    const changed = (await soar.get('/rest/note/1')).body
    expect(changed).toMatchObject({ content: 'more', title: 'What we know', author: 2 })
    expect(changed.modified_time > changed.create_time).toBe(true)
    expect((await deleteAsAdmin(soar, '/rest/note/1')).body).toEqual({ success: true })
    expect((await soar.get('/rest/note/1')).status).toBe(404)
  })

  it('come as a list too, each answered for itself', async () => {
    const { status, body } = await soar.post('/rest/note', [note, { ...note, container_id: 99 }])
    expect(status).toBe(200)
    expect(body).toEqual([
      { success: true, id: 1 },
      { failed: true, message: 'Container matching query does not exist.' },
    ])
  })

  it.each([
    [{ title: undefined }, '"title" is a required field'],
    [{ content: '' }, '"content" is a required field'],
    [{ container_id: undefined }, '"container_id" is a required field'],
    [{ note_type: 'secret' }, 'Invalid value for "note_type"'],
    [{ note_format: 'rtf' }, 'Invalid value for "note_format"'],
    [{ task_id: 7 }, 'WorkbookTask matching query does not exist.'],
    [{ artifact: 7 }, 'Artifact matching query does not exist.'],
    [{ attachments: [7] }, 'Invalid value for "attachments"'],
  ])('are refused where %j', async (wrong, message) => {
    expect(await soar.post('/rest/note', { ...note, ...wrong })).toMatchObject({
      status: 400,
      body: { failed: true, message },
    })
  })

  it('of an artifact show there, and filters reach the container', async () => {
    await soar.post('/rest/note', { ...note, artifact: 1 })
    expect((await soar.get('/rest/artifact/1')).body.has_note).toBe(true)
    const found = await soar.list('/rest/note', { _filter_container__name: '"one"', _filter_author_id: '2' })
    expect(found.body).toMatchObject({ count: 1, num_pages: 1, data: [{ id: 1, artifact: 1 }] })
    expect((await soar.list('/rest/note', { _filter_container: '2' })).body.count).toBe(0)
  })

  it('take at most ten attachments', async () => {
    const file = { container_id: 1, file_name: 'x', file_content: '' }
    for (let count = 0; count < 11; count += 1) await soar.post('/rest/container_attachment', file)
    const ids = Array.from({ length: 11 }, (_, index) => index + 1)
    expect((await soar.post('/rest/note', { ...note, attachments: ids })).status).toBe(400)
    expect((await soar.post('/rest/note', { ...note, attachments: ids.slice(1) })).status).toBe(200)
    expect((await soar.get('/rest/note/1')).body.attachments).toEqual(ids.slice(1))
  })
})

describe('comments in the SOAR sandbox', () => {
  it('are written once and never changed or deleted', async () => {
    expect((await soar.post('/rest/container_comment', { container_id: 1, comment: 'hello' })).body).toEqual({
      success: true,
      id: 1,
    })
    const { body } = await soar.get('/rest/container_comment/1')
    expect(body).toMatchObject({ id: 1, comment: 'hello', container: 1, user: 2, mentions: [] })
    expect(body.time).toBe(body.create_time)
    expect(await soar.post('/rest/container_comment/1', { comment: 'x' })).toMatchObject({ status: 405 })
    expect(await deleteAsAdmin(soar, '/rest/container_comment/1')).toMatchObject({
      status: 405,
      body: { failed: true },
    })
  })

  it('are not made by a field of the container, nor below it, though both say success', async () => {
    expect((await soar.post('/rest/container/1', { comment: 'x' })).body).toEqual({ success: true, id: 1 })
    expect((await soar.post('/rest/container/1/comments', { comment: 'x' })).body).toEqual({ success: true })
    expect((await soar.get('/rest/container_comment')).body).toEqual({ count: 0, num_pages: 0, data: [] })
  })

  it('must say something', async () => {
    expect(await soar.post('/rest/container_comment', { container_id: 1 })).toMatchObject({ status: 400 })
  })
})

describe('pins in the SOAR sandbox', () => {
  it('are created, changed and deleted, and show their data in lists too', async () => {
    const pin = { container_id: 1, message: 'host', data: 'web-1', pin_type: 'card_small', pin_style: 'red' }
    expect((await soar.post('/rest/container_pin', pin)).body).toEqual({ success: true, id: 1 })
    const { data } = (await soar.get('/rest/container/1/pins')).body
    expect(data).toMatchObject([
      {
        id: 1,
        message: 'host',
        data: 'web-1',
        pin_type: 'card_small',
        pin_style: 'red',
        order: 0,
        author: 2,
        container: 1,
      },
    ])
    expect(data[0]).not.toHaveProperty('shown')
    await soar.post('/rest/container_pin/1', { data: 'web-2' })
    expect((await soar.get('/rest/container_pin/1')).body).toMatchObject({ data: 'web-2', message: 'host' })
    expect((await soar.post('/rest/container_pin', { ...pin, pin_style: 'pink' })).status).toBe(400)
    expect((await deleteAsAdmin(soar, '/rest/container_pin/1')).body).toEqual({ success: true })
    expect((await soar.get('/rest/container_pin')).body.count).toBe(0)
  })
})

describe('evidence in the SOAR sandbox', () => {
  it('is an object of a container, once', async () => {
    const wish = { container_id: 1, object_id: 1, content_type: 'artifact' }
    expect((await soar.post('/rest/evidence', wish)).body).toEqual({ success: true, id: 1 })
    expect(await soar.post('/rest/evidence', wish)).toMatchObject({
      status: 400,
      body: { failed: true, message: 'Already added to Evidence.' },
    })
    await soar.post('/rest/evidence', { ...wish, content_type: 'container' })
    const found = await soar.list('/rest/evidence', {
      _filter_container: '1',
      _filter_content_type__model: '"artifact"',
      _special_content_type: 'True',
    })
    expect(found.body).toMatchObject({ count: 1, data: [{ object_id: 1, content_type: 'artifact' }] })
    expect((await soar.get('/rest/evidence/1')).body.content_type).toEqual(expect.any(Number))
    expect((await deleteAsAdmin(soar, '/rest/evidence/1')).body).toEqual({ success: true })
  })

  it.each([
    [{ content_type: 'object' }],
    [{ content_type: undefined }],
    [{ object_id: undefined }],
    [{ object_id: 77 }],
    [{ container_id: 77 }],
  ])('is refused where %j', async wrong => {
    const wish = { container_id: 1, object_id: 1, content_type: 'artifact', ...wrong }
    expect(await soar.post('/rest/evidence', wish)).toMatchObject({ status: 400, body: { failed: true } })
  })
})
