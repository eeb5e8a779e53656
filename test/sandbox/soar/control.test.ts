import { type OpenedSoar, openSoar } from '../../support/soar-sandbox'

describe('the control surface of the SOAR sandbox', () => {
  let soar: OpenedSoar
  beforeEach(async () => {
    soar = await openSoar({ seed: 7, token: 't' })
  })
  afterEach(() => soar.close())

  it('keeps effects in order, each with its time and the request that caused it', async () => {
    await soar.get('/rest/version')
    await soar.post('/rest/container', {
      name: 'c',
      label: 'events',
      artifacts: [{ name: 'a', source_data_identifier: 's' }],
    })
    await soar.post('/rest/container/1', { status: 'open' })
    const { effects } = (await soar.get('/_sandbox/ledger')).body
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*\.\d{6}Z$/)
    expect(effects).toEqual([
      { seq: 1, time, effect: 'container.created', container: 1, request: 2 },
      { seq: 2, time, effect: 'artifact.created', container: 1, artifact: 1, request: 2 },
      { seq: 3, time, effect: 'automation.triggered', container: 1, artifact: 1, request: 2 },
      { seq: 4, time, effect: 'container.updated', container: 1, fields: ['status'], request: 3 },
    ])
  })

  it('keeps every request with its status, also a refused one', async () => {
    await soar.send('GET', '/rest/container?_filter_id=1', { headers: {} })
    await soar.scenario({ name: 'html' })
    await soar.get('/rest/version')
    expect((await soar.get('/_sandbox/requests')).body.requests).toMatchObject([
      { seq: 1, method: 'GET', path: '/rest/container', query: '_filter_id=1', status: 401, scenario: null },
      { seq: 2, method: 'GET', path: '/rest/version', query: '', status: 200, scenario: 'html' },
    ])
  })

  it('forgets everything on a reset', async () => {
    await soar.post('/rest/container', { name: 'c', label: 'events', artifacts: [{ name: 'a' }] })
    await soar.scenario({ name: 'down' })
    await soar.post('/_sandbox/reset', {})
    expect((await soar.get('/_sandbox/state')).body).toMatchObject({
      containers: [],
      artifacts: [],
      next: { container: 1, artifact: 1 },
    })
    expect(await soar.effects()).toEqual([])
    expect((await soar.get('/_sandbox/requests')).body.requests).toEqual([])
    expect((await soar.post('/rest/container', { name: 'c', label: 'events' })).body.id).toBe(1)
  })

  it('hands its state to another sandbox on the same port', async () => {
    const ticket = {
      name: 'c',
      label: 'events',
      source_data_identifier: 's',
      artifacts: [{ name: 'a', cef: { b: 1 } }],
    }
    await soar.post('/rest/container', ticket)
    const state = (await soar.get('/_sandbox/state')).body
    await soar.close()
    await expect(soar.get('/rest/version')).rejects.toThrow()
    soar = await openSoar({ seed: 7, token: 't', port: Number(new URL(soar.url).port), state })
    expect((await soar.post('/rest/container', ticket)).body.existing_container_id).toBe(1)
    expect(
      (await soar.post('/rest/artifact', { container_id: 1, name: 'a', cef: { b: 1 } })).body.existing_artifact_id,
    ).toBe(1)
    expect((await soar.post('/rest/container', { ...ticket, source_data_identifier: 't' })).body.id).toBe(2)
    expect((await soar.list('/rest/artifact', { _filter_container: '1' })).body.count).toBe(1)
  })

  it('makes the same identifiers from the same seed', async () => {
    const twin = await openSoar({ seed: 7 })
    const other = await openSoar({ seed: 8 })
    const identifiers = []
    for (const box of [soar, twin, other]) {
      await box.post('/rest/container', { name: 'c', label: 'events' })
      identifiers.push((await box.get('/rest/container/1')).body.source_data_identifier)
    }
    expect(identifiers[0]).toBe(identifiers[1])
    expect(identifiers[0]).not.toBe(identifiers[2])
    await Promise.all([twin.close(), other.close()])
  })

  it('refuses to start on a port that is taken', async () => {
    await expect(openSoar({ port: Number(new URL(soar.url).port) })).rejects.toThrow('EADDRINUSE')
  })
})
