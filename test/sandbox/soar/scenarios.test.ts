import { type OpenedSoar, openSoar } from '../../support/soar-sandbox'

describe('the SOAR sandbox, told to misbehave', () => {
  let soar: OpenedSoar
  beforeEach(async () => {
    soar = await openSoar({ seed: 7 })
  })
  afterEach(() => soar.close())

  const create = (fields: object = {}) => soar.post('/rest/container', { name: 'c', label: 'events', ...fields })
  const count = async () => (await soar.get('/_sandbox/state')).body.containers.length
  const requests = async () => (await soar.get('/_sandbox/requests')).body.requests
  const until = async (isSo: () => Promise<boolean>) => {
    while (!(await isSo())) await new Promise(resolve => setTimeout(resolve, 5))
  }

  it('answers with what is active and counts down', async () => {
    const wish = { name: 'throttle', times: 2, method: 'post', path: '/rest/container', retryAfter: 3 }
    const active = { name: 'throttle', times: 2, method: 'POST', path: '/rest/container', retryAfter: 3 }
    expect((await soar.scenario(wish)).body).toEqual({ active: [active] })
    const first = await create()
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '3'])
    expect((await soar.get('/_sandbox/scenario')).body).toEqual({ active: [{ ...active, times: 1 }] })
    expect([(await create()).status, (await create()).status]).toEqual([429, 200])
    expect((await soar.get('/_sandbox/scenario')).body).toEqual({ active: [] })
  })

  it('throttles without a hint where none is asked for', async () => {
    await soar.scenario({ name: 'throttle' })
    expect((await create()).headers.get('retry-after')).toBeNull()
  })

  it('means a path and all below it, a method, and nothing else', async () => {
    await soar.scenario({ name: 'unauthorized', method: 'GET', path: '/rest/container' })
    expect((await create()).status).toBe(200)
    expect(await soar.get('/rest/container/1')).toMatchObject({
      status: 401,
      body: { message: 'Invalid automation token' },
    })
    expect((await soar.get('/rest/container_status')).status).toBe(200)
  })

  it('refuses a scenario that it does not know, and a count that is none', async () => {
    expect((await soar.scenario({ name: 'earthquake' })).status).toBe(400)
    expect((await soar.scenario({ name: 'html', times: 0 })).status).toBe(400)
    expect((await create()).status).toBe(200)
  })

  it.each([
    ['html', 200, expect.stringContaining('<html>')],
    ['failed-200', 200, { failed: true, message: 'Operation failed' }],
    ['forbidden', 403, expect.objectContaining({ failed: true })],
    ['error', 500, expect.stringContaining('500 Internal Server Error')],
  ])('answers %s and applies nothing', async (name, status, body) => {
    await soar.scenario({ name })
    expect(await create()).toMatchObject({ status, body })
    expect(await count()).toBe(0)
  })

  it('answers errors of any status and body, carried out or not', async () => {
    await soar.scenario({ name: 'error', status: 503, body: { failed: true, message: 'busy' }, times: 1 })
    await soar.scenario({ name: 'error', status: 502, body: '<p>proxy</p>', times: 1 })
    await soar.scenario({ name: 'error', status: 504, commit: true, times: 1 })
    expect(await create()).toMatchObject({ status: 503, body: { failed: true, message: 'busy' } })
    expect(await create()).toMatchObject({ status: 502, body: '<p>proxy</p>' })
    expect(await count()).toBe(0)
    expect(await create()).toMatchObject({ status: 504, body: expect.stringContaining('504 Gateway Timeout') })
    expect(await count()).toBe(1)
  })

  it('resets the connection before or after the effect', async () => {
    await soar.scenario({ name: 'reset-before-commit', times: 1 })
    await expect(create()).rejects.toThrow()
    expect(await count()).toBe(0)
    await soar.scenario({ name: 'reset-after-commit', times: 1 })
    await expect(create()).rejects.toThrow()
    expect(await count()).toBe(1)
    expect((await requests()).map((entry: { status: number | null }) => entry.status)).toEqual([null, null])
  })

  it('applies late what it cut off', async () => {
    await soar.scenario({ name: 'late-commit', ms: 30, times: 1 })
    await expect(create({ source_data_identifier: 'late' })).rejects.toThrow()
    await until(async () => (await count()) === 1)
    expect((await create({ source_data_identifier: 'late' })).body.existing_container_id).toBe(1)
  })

  it('holds the caller while it applies late', async () => {
    await soar.scenario({ name: 'late-commit', ms: 20, hold: true, times: 1 })
    const caller = new AbortController()
    const body = JSON.stringify({ name: 'c', label: 'events' })
    const held = fetch(`${soar.url}/rest/container`, {
      method: 'POST',
      headers: { 'ph-auth-token': soar.token },
      body,
      signal: caller.signal,
    })
    await until(async () => (await count()) === 1)
    caller.abort()
    await expect(held).rejects.toThrow('aborted')
  })

  it('calls off late commits on a reset', async () => {
    await soar.scenario({ name: 'late-commit', ms: 40, times: 1 })
    await expect(create()).rejects.toThrow()
    await soar.post('/_sandbox/reset', {})
    await new Promise(resolve => setTimeout(resolve, 80))
    expect(await count()).toBe(0)
  })

  it.each(['full', 'cut'])('cuts the body with a %s length, after the effect', async length => {
    await soar.scenario({ name: 'cut-body', length })
    await expect(create()).rejects.toThrow()
    expect(await count()).toBe(1)
  })

  it('loses the last inline artifacts and says so', async () => {
    await soar.scenario({ name: 'artifact-partial', last: 2, times: 1 })
    const { status, body } = await create({ artifacts: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] })
    expect(status).toBe(200)
    expect(body.new_artifact_ids).toEqual([1])
    expect(body.artifacts.map((item: { failed?: boolean }) => item.failed === true)).toEqual([false, true, true])
    expect(await soar.effects()).toEqual(['container.created', 'artifact.created'])
  })

  it('keeps a slow request waiting while others pass, and drops it on a reset', async () => {
    await soar.scenario({ name: 'latency', ms: 60_000, times: 1 })
    const slow = create().then(
      () => 'answered',
      () => 'dropped',
    )
    await until(async () => (await requests()).length === 1)
    expect((await create()).status).toBe(200)
    expect((await requests())[0].status).toBeNull()
    await soar.post('/_sandbox/reset', {})
    expect(await slow).toBe('dropped')
    expect(await count()).toBe(0)
  })

  it('is slow and wrong at the same time', async () => {
    await soar.scenario({ name: 'latency', ms: 1, jitterMs: 2 })
    await soar.scenario({ name: 'failed-200', times: 1 })
    expect((await create()).body.failed).toBe(true)
    expect((await create()).body.success).toBe(true)
  })

  it('takes scenarios of one kind one after the other', async () => {
    await soar.scenario({ name: 'throttle', times: 1 })
    await soar.scenario({ name: 'error', status: 503, times: 1 })
    expect([(await create()).status, (await create()).status, (await create()).status]).toEqual([429, 503, 200])
  })

  it('is down for all but its control, until cleared', async () => {
    await create()
    await soar.scenario({ name: 'throttle' })
    await soar.scenario({ name: 'down' })
    await expect(create()).rejects.toThrow()
    await expect(soar.get('/rest/version')).rejects.toThrow()
    expect(await count()).toBe(1)
    expect((await soar.scenario({ name: 'clear' })).body).toEqual({ active: [] })
    expect((await create()).status).toBe(200)
  })
})
