import { type AdministeredSoar, openAdministeredSoar } from '../../../support/soar-administrator'

describe('severities and statuses of the SOAR sandbox', () => {
  let soar: AdministeredSoar
  beforeEach(async () => {
    soar = await openAdministeredSoar()
  })
  afterEach(() => soar.close())

  const create = (body: object) => soar.post('/rest/container', { name: 'c', label: 'events', ...body })

  it('are added and used at once', async () => {
    expect((await soar.admin.post('/rest/severity', { name: 'critical', color: 'red' })).body).toEqual({
      success: true,
      id: 4,
    })
    expect((await soar.get('/rest/severity/4')).body).toMatchObject({ name: 'critical', color: 'red', order: 3 })
    expect((await create({ severity: 'Critical' })).status).toBe(200)
    await soar.admin.post('/rest/container_status', { name: 'on hold', status_type: 'open' })
    expect((await create({ status: 'on hold' })).status).toBe(200)
    expect((await soar.get('/rest/container_options')).body).toMatchObject({
      severity: ['high', 'medium', 'low', 'critical'],
      status: ['new', 'open', 'closed', 'on hold'],
    })
  })

  it.each([
    ['/rest/severity', { name: 'twenty-one-characters' }],
    ['/rest/severity', { name: 'two words' }],
    ['/rest/severity', { name: 'HIGH' }],
    ['/rest/severity', {}],
    ['/rest/container_status', { name: 'waiting' }],
    ['/rest/container_status', { name: 'waiting', status_type: 'later' }],
    ['/rest/container_status', { name: 'x'.repeat(129), status_type: 'open' }],
  ])('%s does not take %j', async (path, body) => {
    expect(await soar.admin.post(path, body)).toMatchObject({ status: 400, body: { failed: true } })
  })

  it('are ten severities at most', async () => {
    for (let count = 4; count <= 10; count += 1) await soar.admin.post('/rest/severity', { name: `s${count}` })
    expect((await soar.admin.post('/rest/severity', { name: 's11' })).status).toBe(400)
  })

  it('stay on what has them when they are deleted, and come back by their name', async () => {
    await soar.admin.post('/rest/severity', { name: 'critical' })
    await create({ severity: 'critical' })
    expect((await soar.send('DELETE', '/rest/severity/4')).status).toBe(403)
    expect((await soar.admin.delete('/rest/severity/4')).body).toEqual({ success: true })
    expect((await soar.get('/rest/container/1')).body.severity).toBe('critical')
    expect((await create({ severity: 'critical' })).body.message).toBe('Severity matching query does not exist.')
    expect((await soar.get('/rest/severity/4')).body.disabled).toBe(true)
    expect((await soar.admin.post('/rest/severity', { name: 'critical' })).body.id).toBe(4)
    expect((await create({ severity: 'critical' })).status).toBe(200)
  })

  it('that SOAR brings itself are assigned also when deleted', async () => {
    await soar.admin.delete('/rest/severity/1')
    expect((await create({ severity: 'high' })).status).toBe(200)
  })
})

describe('labels of the SOAR sandbox', () => {
  let soar: AdministeredSoar
  afterEach(() => soar.close())

  const path = '/rest/system_settings/events'
  const labels = async () => (await soar.get('/rest/container_options')).body.label
  const create = async (label: string) => (await soar.post('/rest/container', { name: 'c', label })).status

  it('are added and removed', async () => {
    soar = await openAdministeredSoar()
    await soar.admin.post(path, { add_label: true, label_name: 'phishing' })
    await soar.admin.post(path, { add_label: true, label_name: 'phishing' })
    expect(await labels()).toEqual(['events', 'incident', 'phishing'])
    expect(await create('phishing')).toBe(200)
    await soar.admin.post(path, { remove_label: true, label_name: 'phishing' })
    expect(await create('phishing')).toBe(400)
    expect((await soar.admin.post(path, { add_label: true })).status).toBe(400)
  })

  it('do not change by REST behind a switch', async () => {
    soar = await openAdministeredSoar({ labelsByRest: false })
    expect((await soar.admin.post(path, { add_label: true, label_name: 'x' })).body).toEqual({ success: true })
    expect(await labels()).toEqual(['events', 'incident'])
  })
})
