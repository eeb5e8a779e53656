import { type OpenedSoar, openSoar } from '../../support/soar-sandbox'

describe('containers in the SOAR sandbox', () => {
  let soar: OpenedSoar
  beforeEach(async () => {
    soar = await openSoar({ users: [{ username: 'ada', email: 'Ada@example.com' }] })
  })
  afterEach(() => soar.close())

  const create = (fields: object = {}) => soar.post('/rest/container', { name: 'c', label: 'events', ...fields })

  it('are created with the defaults of a fresh system', async () => {
    expect((await create()).body).toEqual({ success: true, id: 1, new_artifact_ids: [] })
    const { body } = await soar.get('/rest/container/1')
    expect(body).toMatchObject({
      id: 1,
      name: 'c',
      status: 'new',
      severity: 'medium',
      sensitivity: 'amber',
      owner: null,
      tags: [],
      data: {},
      tenant: 0,
      container_type: 'default',
      artifact_count: 0,
      container_update_time: null,
    })
    expect(body.source_data_identifier).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/)
    for (const time of ['create_time', 'start_time', 'due_time', 'artifact_update_time'])
      expect(body[time]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  })

  it.each([
    [{ label: 'foobar' }, 'Label "foobar" is not a known label.'],
    [{ severity: 'urgent' }, 'Severity matching query does not exist.'],
    [{ status: 1 }, "'int' object has no attribute 'lower'"],
    [{ owner_id: 99 }, '"owner_id" Not found'],
    [{ owner_id: 1, role_id: 1 }, 'Container cannot be assigned both an owner and a role'],
  ])('are refused for %j', async (fields, message) => {
    const { status, body } = await create(fields)
    expect([status, body]).toEqual([400, { failed: true, message }])
    expect((await soar.get('/rest/container')).body.count).toBe(0)
  })

  it('take severity and status in any case and keep the stored spelling', async () => {
    await create({ severity: 'HIGH', status: 'Open' })
    const { body } = await soar.get('/rest/container/1')
    expect([body.severity, body.status]).toEqual(['high', 'open'])
    expect(body.open_time).not.toBeNull()
  })

  it('take an owner by id or by name at creation, by id alone later', async () => {
    await create({ owner_id: 'ada' })
    expect((await soar.get('/rest/container/1')).body.owner).toBe(3)
    await soar.post('/rest/container/1', { owner_id: 'soar_local_admin' })
    expect((await soar.get('/rest/container/1')).body.owner).toBe(3)
    await soar.post('/rest/container/1', { owner_id: 1 })
    expect((await soar.get('/rest/container/1')).body.owner).toBe(1)
    await soar.post('/rest/container/1', { role_id: 2 })
    expect((await soar.get('/rest/container/1')).body).toMatchObject({ owner: null, role: 2 })
  })

  it('exist once for an asset and an identifier', async () => {
    await create({ source_data_identifier: 's', asset_id: 7 })
    const twin = await create({ source_data_identifier: 's', asset_id: 7, artifacts: [{ name: 'lost' }] })
    expect(twin.status).toBe(400)
    expect(twin.body).toMatchObject({ failed: true, existing_container_id: 1 })
    expect(twin.body.message).toMatch(/^duplicate/)
    expect((await soar.get('/rest/container/1')).body.artifact_count).toBe(0)
    expect((await create({ source_data_identifier: 's', asset_id: 8 })).body.id).toBe(2)
    expect((await create({ source_data_identifier: 's' })).body.id).toBe(3)
    expect((await create({ source_data_identifier: 's' })).body.existing_container_id).toBe(3)
    expect(await soar.effects()).toEqual([
      'container.created',
      'container.duplicate',
      'container.created',
      'container.created',
      'container.duplicate',
    ])
  })

  it('add the artifacts of a duplicate where the switch says so', async () => {
    const generous = await openSoar({ duplicateAddsArtifacts: true })
    await generous.post('/rest/container', { name: 'c', label: 'events', source_data_identifier: 's' })
    const twin = { name: 'c', label: 'events', source_data_identifier: 's', artifacts: [{ name: 'a' }] }
    expect((await generous.post('/rest/container', twin)).body).toMatchObject({
      existing_container_id: 1,
      new_artifact_ids: [1],
      artifacts: [{ success: true, id: 1 }],
    })
    await generous.close()
  })

  it('answer for each inline artifact and start automation after the last', async () => {
    const { body } = await create({
      artifacts: [{ name: 'a' }, { name: 'b', severity: 'urgent' }, { name: 'a' }, { name: 'd' }],
    })
    expect(body).toEqual({
      success: true,
      id: 1,
      new_artifact_ids: [1, 2],
      artifacts: [
        { success: true, id: 1 },
        { failed: true, message: 'Severity matching query does not exist.' },
        { failed: true, message: 'artifact already exists', existing_artifact_id: 1 },
        { success: true, id: 2 },
      ],
    })
    const { effects } = (await soar.get('/_sandbox/ledger')).body
    const starts = effects.filter((entry: { effect: string }) => entry.effect === 'automation.triggered')
    expect(starts).toEqual([expect.objectContaining({ container: 1, artifact: 2, request: 1 })])
  })

  it('honor what inline artifacts say of automation', async () => {
    await create({
      artifacts: [
        { name: 'a', run_automation: true },
        { name: 'b', run_automation: false },
      ],
    })
    const { effects } = (await soar.get('/_sandbox/ledger')).body
    expect(effects.at(-2)).toMatchObject({ effect: 'automation.triggered', artifact: 1 })
    expect(effects.at(-1)).toMatchObject({ effect: 'artifact.created', artifact: 2 })
  })

  it('change in the fields that are sent; tags are replaced, unknown fields ignored', async () => {
    await create({ tags: ['a', 'b'], custom_fields: { x: 1, y: 2 }, description: 'stays' })
    const { body } = await soar.post('/rest/container/1', {
      tags: ['c'],
      custom_fields: { y: 3 },
      status: 'closed',
      owner_name: 'ada',
      comment: 'nothing',
      id: 77,
    })
    expect(body).toEqual({ success: true, id: 1 })
    const record = (await soar.get('/rest/container/1')).body
    expect(record).toMatchObject({
      id: 1,
      tags: ['c'],
      custom_fields: { x: 1, y: 3 },
      description: 'stays',
      status: 'closed',
      owner: null,
      closing_owner: 2,
    })
    expect(record.container_update_time >= record.create_time).toBe(true)
    expect(record.close_time).not.toBeNull()
  })

  it('show their data alone and leave it out of lists', async () => {
    await create({ data: { raw: true } })
    expect((await soar.get('/rest/container/1')).body.data).toEqual({ raw: true })
    expect((await soar.get('/rest/container')).body.data[0]).not.toHaveProperty('data')
    expect((await soar.get('/rest/container?include_expensive')).body.data[0].data).toEqual({ raw: true })
  })

  it('list their artifacts', async () => {
    await create({ artifacts: [{ name: 'a' }, { name: 'b' }] })
    await create({ artifacts: [{ name: 'a' }] })
    const { body } = await soar.list('/rest/container/1/artifacts', { _filter_name: '"a"' })
    expect(body.data.map((row: { id: number }) => row.id)).toEqual([1])
    expect((await soar.get('/rest/container/9/artifacts')).status).toBe(404)
  })
})
