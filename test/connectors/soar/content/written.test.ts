import { containerParts } from '../../../../src/connectors/soar/content/parts'
import { failureOf } from '../../../support/http-client-stage'
import { collect, type OpenedContent, openContent } from '../../../support/open-content'

let at: OpenedContent
beforeEach(async () => {
  at = await openContent()
})
afterEach(() => at.soar.close())

describe('notes through the client', () => {
  it('are created, read, changed and deleted', async () => {
    const note = { containerId: '1', title: 't', content: '<b>c</b>', format: 'html' as const, artifactId: '1' }
    const id = await at.content.notes.create(note)
    await at.content.notes.update(id, { content: 'new' })
    expect(await at.content.notes.get(id)).toMatchObject({
      title: 't',
      content: 'new',
      note_format: 'html',
      artifact: 1,
    })
    await at.asAdmin.notes.delete(id)
    expect(await at.content.notes.get(id)).toBeNull()
    expect(await failureOf(at.content.notes.update(id, { title: 'x' }))).toMatchObject({ code: 'not-found' })
  })

  it('belong to tasks and carry files', async () => {
    const phaseId = await at.content.workbook.addPhase('1', 'P')
    const taskId = await at.content.workbook.addTask({ phaseId, name: 'T' })
    const { id: file } = await at.content.attachments.upload({ containerId: '1', name: 'f', bytes: Buffer.from('f') })
    const id = await at.content.notes.create({
      containerId: '1',
      title: 't',
      content: 'c',
      taskId,
      phaseId,
      authorId: '1',
      attachmentIds: [file],
    })
    expect(await at.content.notes.get(id)).toMatchObject({
      note_type: 'task',
      task: 1,
      phase: 1,
      author: 1,
      attachments: [1],
    })
    expect(await collect(at.content.listPart({ containerId: '1', part: 'notes' }))).toEqual([])
  })

  it('that SOAR refuses are not said in its words, for they may repeat a ticket', async () => {
    const wish = { containerId: '99', title: 'secret title', content: 'c' }
    const failure = await failureOf(at.content.notes.create(wish))
    expect(failure).toMatchObject({ kind: 'rejected', code: 'refused' })
    expect(failure.message).toContain('POST /rest/note')
    expect(failure.message).not.toContain('secret')
  })
})

describe('comments through the client', () => {
  it('are written and read', async () => {
    const id = await at.content.comments.create('1', 'seen')
    expect(await at.content.comments.get(id)).toMatchObject({ comment: 'seen', container: 1, user: 2 })
    expect(await collect(at.content.comments.list({ filters: [{ field: 'container', value: 2 }] }))).toEqual([])
    expect(await collect(at.content.listPart({ containerId: '1', part: 'comments' }))).toHaveLength(1)
  })
})

describe('pins through the client', () => {
  it('are created, changed and deleted', async () => {
    const id = await at.content.pins.create({ containerId: '1', message: 'm', data: 'd', type: 'data', style: 'red' })
    await at.content.pins.update(id, { data: 'e' })
    expect(await at.content.pins.get(id)).toMatchObject({ message: 'm', data: 'e', pin_style: 'red', pin_type: 'data' })
    expect(await collect(at.content.pins.list())).toHaveLength(1)
    await at.asAdmin.pins.delete(id)
    expect(await collect(at.content.pins.list())).toEqual([])
  })
})

describe('evidence through the client', () => {
  it('is added once, and the second time is no failure', async () => {
    const wish = { containerId: '1', objectId: '1', type: 'artifact' as const }
    expect(await at.content.evidence.add(wish)).toBe('1')
    expect(await at.content.evidence.add(wish)).toBeNull()
    expect(await failureOf(at.content.evidence.add({ ...wish, objectId: '9' }))).toMatchObject({ kind: 'rejected' })
    expect(await collect(at.content.evidence.list({ flags: ['_special_content_type'] }))).toMatchObject([
      { object_id: 1, content_type: 'artifact' },
    ])
    await at.asAdmin.evidence.delete('1')
    expect(await at.content.evidence.add(wish)).toBe('2')
  })
})

describe('the parts of a container through the client', () => {
  it('are read to their end, over as many pages as they have', async () => {
    for (let count = 0; count < 7; count += 1) await at.content.comments.create('2', `${count}`)
    const part = { containerId: '2', part: 'comments' as const }
    const comments = await collect(at.content.listPart(part, { pageSize: 2 }))
    expect(comments.map(({ comment }) => comment)).toEqual(['0', '1', '2', '3', '4', '5', '6'])
    expect(containerParts).toContain('playbook_runs')
    const missing = at.content.listPart({ containerId: '99', part: 'notes' })
    expect(await failureOf(collect(missing))).toMatchObject({ code: 'not-found' })
  })
})
