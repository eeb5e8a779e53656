import { failureOf } from '../../../support/http-client-stage'
import { collect, type OpenedContent, openContent } from '../../../support/open-content'

let at: OpenedContent
beforeEach(async () => {
  at = await openContent({ workbooks: [{ name: 'Response', phases: [{ name: 'First', tasks: [{ name: 'Look' }] }] }] })
})
afterEach(() => at.soar.close())

describe('containers through the client', () => {
  it('are created with all their fields and with artifacts inside', async () => {
    const created = await at.content.containers.create({
      name: 'Phishing',
      label: 'events',
      severity: 'High',
      sensitivity: 'red',
      status: 'open',
      tags: ['x'],
      sourceDataIdentifier: 'three',
      customFields: { rank: 1 },
      data: { raw: true },
      ownerId: 1,
      startTime: '2026-01-02T03:04:05Z',
      artifacts: [
        { name: 'first', cef: { sourceAddress: '9.9.9.9' } },
        { name: 'bad', severity: 'none such' },
      ],
    })
    expect(created).toMatchObject({ id: '3', isNew: true })
    expect(created.artifacts).toMatchObject([
      { status: 'done', id: '2' },
      { status: 'refused', message: 'Severity matching query does not exist.' },
    ])
    expect(await at.content.containers.get('3')).toMatchObject({
      name: 'Phishing',
      severity: 'high',
      sensitivity: 'red',
      status: 'open',
      tags: ['x'],
      source_data_identifier: 'three',
      custom_fields: { rank: 1 },
      owner: 1,
      start_time: '2026-01-02T03:04:05.000000Z',
      artifact_count: 1,
    })
  })

  it('that are there already are told, with nothing written', async () => {
    const again = { name: 'other', label: 'events', sourceDataIdentifier: 'one', artifacts: [{ name: 'x' }] }
    expect(await at.content.containers.create(again)).toEqual({
      id: '1',
      isNew: false,
      artifacts: [{ status: 'unclear' }],
    })
    expect(await at.content.containers.find({ sourceDataIdentifier: 'one' })).toEqual(['1'])
  })

  it('are updated, listed and not found', async () => {
    await at.content.containers.update('1', { name: 'renamed', tags: [], killChain: 'Delivery' })
    const all = await collect(at.content.containers.list({ filters: [{ field: 'name', value: 'renamed' }] }))
    expect(all).toMatchObject([{ id: 1, kill_chain: 'Delivery' }])
    expect(await at.content.containers.get('99')).toBeNull()
    expect(await failureOf(at.content.containers.update('99', { name: 'x' }))).toMatchObject({ code: 'not-found' })
  })

  it('become cases, take others in, and are closed', async () => {
    await at.content.containers.promote('1', 1)
    await at.content.containers.addToCase('1', '2', ['artifacts', 'comments'])
    await at.content.containers.close('1')
    expect(await at.content.containers.get('1')).toMatchObject({
      container_type: 'case',
      workflow_name: 'Response',
      status: 'closed',
      closing_owner: 2,
    })
    expect(await at.content.containers.get('2')).toMatchObject({ in_case: true })
    expect(await failureOf(at.content.containers.close('1', 'nowhere'))).toMatchObject({ kind: 'rejected' })
  })

  it('are created as cases, with a workbook', async () => {
    const { id } = await at.content.containers.create({ name: 'c', label: 'events', type: 'case', templateId: 1 })
    expect(await at.content.workbook.listPhases(id)).toMatchObject([{ name: 'First' }])
  })

  it('go to a user or to a role, and the refusal says so', async () => {
    const failure = await failureOf(at.content.containers.update('1', { ownerId: 1, roleId: 1 }))
    expect(failure).toMatchObject({ kind: 'rejected', code: 'owner-and-role' })
    expect(failure.message).toContain('not both')
  })

  it('are deleted by people only, one or many', async () => {
    expect(await failureOf(at.content.containers.delete('1'))).toMatchObject({ kind: 'denied', code: 'forbidden' })
    await at.asAdmin.containers.delete('1')
    await at.asAdmin.containers.deleteMany(['2'])
    await at.asAdmin.containers.deleteMany([])
    expect(await collect(at.content.containers.list())).toEqual([])
  })

  it('are refused before anything is sent where an id is none', async () => {
    expect(await failureOf(at.content.containers.promote('1/../2'))).toMatchObject({ code: 'bad-id' })
    expect(await failureOf(at.asAdmin.containers.deleteMany(['x']))).toMatchObject({ code: 'bad-id' })
  })
})

describe('artifacts through the client', () => {
  it('are created one by one, and told apart from those that are there', async () => {
    const fields = { name: 'b', label: 'ioc', cef: { a: '1' }, cefTypes: { a: ['ip'] }, runAutomation: false }
    expect(await at.content.artifacts.create('1', fields)).toEqual({ id: '2', isNew: true })
    expect(await at.content.artifacts.create('1', fields)).toEqual({ id: '2', isNew: false })
    expect(await at.content.artifacts.get('2')).toMatchObject({ label: 'ioc', cef_types: { a: ['ip'] }, container: 1 })
    expect(await failureOf(at.content.artifacts.create('99', fields))).toMatchObject({ kind: 'rejected' })
  })

  it('are created as a list whose last one starts automation', async () => {
    const outcomes = await at.content.artifacts.createMany('2', [{ name: 'x' }, { name: 'y' }, { severity: 'bad' }])
    expect(outcomes.map(({ status }) => status)).toEqual(['done', 'done', 'refused'])
    await at.content.artifacts.createMany('2', [{ name: 'z' }, { name: 'w' }])
    const { body } = await at.soar.get('/_sandbox/ledger')
    const started = body.effects.filter(
      ({ effect, container }: { effect: string; container: number }) =>
        effect === 'automation.triggered' && container === 2,
    )
    expect(started).toMatchObject([{ artifact: 5 }])
    expect(await at.content.artifacts.createMany('2', [])).toEqual([])
  })

  it('keep their label and, where it is merged, their CEF', async () => {
    await at.content.artifacts.update('1', { label: 'ioc' })
    await at.content.artifacts.update('1', { name: 'renamed', mergeCef: { sourcePort: 22 } })
    expect(await at.content.artifacts.get('1')).toMatchObject({
      name: 'renamed',
      label: 'ioc',
      cef: { sourceAddress: '1.1.1.1', sourcePort: 22 },
    })
    await at.content.artifacts.update('1', { cef: { only: 1 }, tags: ['t'] })
    expect(await at.content.artifacts.get('1')).toMatchObject({ label: 'ioc', cef: { only: 1 }, tags: ['t'] })
    expect(await failureOf(at.content.artifacts.update('9', { name: 'x' }))).toMatchObject({ code: 'not-found' })
  })

  it('are deleted, though SOAR answers with an id in text', async () => {
    await at.asAdmin.artifacts.delete('1')
    expect(await at.content.artifacts.get('1')).toBeNull()
  })
})

describe('a workbook through the client', () => {
  it('is filled, assigned and worked off, closing note included', async () => {
    const phaseId = await at.content.workbook.addPhase('1', 'Own', 3)
    const id = await at.content.workbook.addTask({ phaseId, name: 'Do', description: 'it' })
    await at.content.workbook.assignTask(id, { ownerId: 1 })
    await at.content.workbook.startTask(id)
    expect(await at.content.workbook.getTask(id)).toMatchObject({ status: 2, owner: 1, description: 'it' })
    await at.content.workbook.completeTask(id, { content: 'done', title: 'Told' })
    await at.content.workbook.completeTask(id)
    expect(await at.content.workbook.getTask(id)).toMatchObject({ status: 1 })
    await at.content.workbook.assignTask(id, { roleId: 2 })
    expect(await at.content.workbook.listTasks('1')).toMatchObject([{ role: 2, owner: null, notes: [1] }])
    expect(await collect(at.content.notes.list({ filters: [{ field: 'task_id', value: 1 }] }))).toMatchObject([
      { title: 'Told', content: 'done' },
    ])
  })

  it('is completed from where it stands, and says when it needs a note', async () => {
    await at.soar.close()
    at = await openContent({
      workbooks: [{ name: 'W', phases: [{ name: 'P', tasks: [{ name: 'T', isNoteRequired: true }] }] }],
    })
    expect(await at.content.workbook.listTemplates()).toMatchObject([{ id: 1, name: 'W' }])
    await at.content.containers.promote('1', 1)
    const failure = await failureOf(at.content.workbook.completeTask('1'))
    expect(failure).toMatchObject({ kind: 'rejected', code: 'note-required' })
    await at.content.workbook.completeTask('1', { content: 'seen' })
    expect(await at.content.workbook.getTask('1')).toMatchObject({ status: 1 })
    expect(await failureOf(at.content.workbook.completeTask('7'))).toMatchObject({ code: 'not-found' })
  })
})
