import type { SoarSandboxOptions } from '../../../src/sandbox/soar/options'
import { type OpenedSoar, openSoar } from '../../support/soar-sandbox'

describe('artifacts in the SOAR sandbox', () => {
  let soar: OpenedSoar
  const open = async (options: SoarSandboxOptions = {}) => {
    soar = await openSoar(options)
    await soar.post('/rest/container', { name: 'one', label: 'events' })
    await soar.post('/rest/container', { name: 'two', label: 'events' })
  }
  afterEach(() => soar.close())

  const create = (fields: object = {}) => soar.post('/rest/artifact', { container_id: 1, name: 'a', ...fields })
  const triggers = async () => (await soar.effects()).filter(effect => effect === 'automation.triggered').length

  it('are created with the fields of a real record and start automation unless told not to', async () => {
    await open()
    expect((await create({ cef: { sourceAddress: '1.1.1.1' } })).body).toEqual({ success: true, id: 1 })
    await create({ name: 'quiet', run_automation: false })
    expect(await triggers()).toBe(1)
    const { body } = await soar.get('/rest/artifact/1')
    expect(body).toMatchObject({ container: 1, label: 'event', severity: 'medium', type: null, version: 1, data: {} })
    expect(body.update_time).toBe(body.create_time)
    expect((await soar.get('/rest/container/1')).body).toMatchObject({ artifact_count: 2, container_update_time: null })
  })

  it.each([
    ['hash', [400, 200, 200]],
    ['sdi', [200, 400, 200]],
    ['none', [200, 200, 200]],
  ] as const)('are one by %s: same content, same identifier, other container', async (artifactDedupe, expected) => {
    await open({ artifactDedupe })
    await create({ source_data_identifier: 's', cef: { a: 1, b: 2 } })
    const answers = [
      await create({ source_data_identifier: 't', cef: { b: 2, a: 1 } }),
      await create({ source_data_identifier: 's', cef: { a: 2 } }),
      await create({ source_data_identifier: 's', cef: { a: 1, b: 2 }, container_id: 2 }),
    ]
    expect(answers.map(({ status }) => status)).toEqual(expected)
    for (const { body } of answers.filter(({ status }) => status === 400))
      expect(body).toEqual({ failed: true, message: 'artifact already exists', existing_artifact_id: 1 })
  })

  it('without an identifier are never one by identifier', async () => {
    await open({ artifactDedupe: 'sdi' })
    expect([(await create()).body.id, (await create()).body.id]).toEqual([1, 2])
  })

  it('come in lists whose items stand alone; one with an id is an update', async () => {
    await open()
    await create()
    const { status, body } = await soar.post('/rest/artifact', [
      { container_id: 1, name: 'b', run_automation: false },
      { container_id: 1, name: 'a' },
      { container_id: 99, name: 'c' },
      { id: 1, name: 'renamed' },
    ])
    expect(status).toBe(200)
    expect(body).toEqual([
      { success: true, id: 2 },
      { failed: true, message: 'artifact already exists', existing_artifact_id: 1 },
      { failed: true, message: 'Container matching query does not exist.' },
      { success: true, id: 1 },
    ])
    expect((await soar.get('/rest/artifact/1')).body.name).toBe('renamed')
    expect((await soar.post('/rest/artifact', [{ container_id: 99 }])).status).toBe(400)
  })

  it('lose label and CEF that an update does not send again, and start nothing', async () => {
    await open()
    await create({ label: 'ticket', cef: { a: 1, b: 2 }, tags: ['x', 'y'] })
    expect((await soar.post('/rest/artifact/1', { cef: { b: 3 }, tags: ['z'] })).body).toEqual({ success: true, id: 1 })
    expect((await soar.get('/rest/artifact/1')).body).toMatchObject({ label: 'event', cef: { b: 3 }, tags: ['z'] })
    await soar.post('/rest/artifact/1', { label: 'ticket', name: 'n' })
    expect((await soar.get('/rest/artifact/1')).body).toMatchObject({ label: 'ticket', cef: { b: 3 }, name: 'n' })
    expect(await triggers()).toBe(1)
  })

  it('compare by the content they have now', async () => {
    await open()
    await create({ cef: { a: 1 } })
    await soar.post('/rest/artifact/1', { cef: { a: 2 } })
    expect((await create({ cef: { a: 1 } })).body.id).toBe(2)
    expect((await create({ cef: { a: 2 } })).body.existing_artifact_id).toBe(1)
  })

  it('are not found by an id that never was', async () => {
    await open()
    expect((await soar.get('/rest/artifact/5')).body).toEqual({ failed: true, message: 'Requested item not found' })
    expect((await soar.post('/rest/artifact/5', { name: 'x' })).status).toBe(404)
    expect((await soar.get('/rest/artifact/x')).status).toBe(404)
  })
})
