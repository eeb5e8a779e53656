import { closeSandboxes, openSandbox, sandboxNames } from '../support/any-sandbox'
import { waitUntil } from '../support/wait-until'

afterEach(closeSandboxes)

describe.each(sandboxNames)('the sandbox of %s', name => {
  const statusOf = async (answer: Promise<Response>) =>
    answer.then(
      ({ status }) => status,
      () => 'broken' as const,
    )

  test('is slow by a fixed time and a chance of more, and then acts', async () => {
    const sandbox = await openSandbox(name)
    await sandbox.scenario({ name: 'latency', ms: 40, jitterMs: 20 })
    const before = performance.now()
    expect((await sandbox.create()).ok).toBe(true)
    expect(performance.now() - before).toBeGreaterThan(39)
    expect(await sandbox.count()).toBe(1)
  })

  test.each([500, 502, 503, 504])('answers %i, carried out or not', async status => {
    const sandbox = await openSandbox(name)
    await sandbox.scenario({ name: 'error', status, times: 1 })
    await sandbox.scenario({ name: 'error', status, times: 1, commit: true, body: { busy: true } })
    expect((await sandbox.create()).status).toBe(status)
    expect(await sandbox.count()).toBe(0)
    const carriedOut = await sandbox.create()
    expect([carriedOut.status, await carriedOut.json()]).toEqual([status, { busy: true }])
    expect(await sandbox.count()).toBe(1)
  })

  test('throttles with a time to come back, and without', async () => {
    const sandbox = await openSandbox(name)
    await sandbox.scenario({ name: 'throttle', retryAfter: 7, times: 1 })
    await sandbox.scenario({ name: 'throttle', times: 1 })
    const [told, untold] = [await sandbox.create(), await sandbox.create()]
    expect([told.status, told.headers.get('retry-after')]).toEqual([429, '7'])
    expect([untold.status, untold.headers.get('retry-after')]).toEqual([429, null])
    expect(await sandbox.count()).toBe(0)
  })

  test.each([
    ['down', 0],
    ['reset-before-commit', 0],
    ['reset-after-commit', 1],
    ['cut-body', 1],
  ])('%s breaks the connection and leaves %i records', async (scenario, left) => {
    const sandbox = await openSandbox(name)
    await sandbox.scenario({ name: scenario, times: 1 })
    await expect(sandbox.create().then(answer => answer.text())).rejects.toThrow()
    expect(await sandbox.count()).toBe(left)
  })

  test.each([
    ['breaks off', {}, 'broken'],
    ['tells of a failure', { status: 504 }, 504],
  ])('a late commit %s and applies afterwards', async (_, options, told) => {
    const sandbox = await openSandbox(name)
    await sandbox.scenario({ name: 'late-commit', ms: 30, times: 1, ...options })
    expect(await statusOf(sandbox.create())).toBe(told)
    await waitUntil('the late commit', async () => (await sandbox.count()) === 1)
    expect((await sandbox.create()).ok).toBe(true)
    expect(await sandbox.count()).toBe(2)
  })

  test('ends half an answer well-formed, and sends an answer twice', async () => {
    const sandbox = await openSandbox(name)
    await sandbox.create()
    const whole = await (await sandbox.read()).text()
    await sandbox.scenario({ name: 'cut-body', length: 'cut', times: 1 })
    await sandbox.scenario({ name: 'doubled-body', times: 1 })
    expect(await (await sandbox.read()).text()).toBe(
      Buffer.from(whole)
        .subarray(0, Buffer.byteLength(whole) >> 1)
        .toString(),
    )
    expect(await (await sandbox.read()).text()).toBe(whole + whole)
  })

  test('shows a page, and the right answer under a wrong type', async () => {
    const sandbox = await openSandbox(name)
    await sandbox.scenario({ name: 'html', times: 1 })
    const page = await sandbox.create()
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<html>')])
    expect(await sandbox.count()).toBe(0)
    await sandbox.scenario({ name: 'wrong-type', times: 1 })
    await sandbox.scenario({ name: 'wrong-type', type: 'text/plain', times: 1 })
    const [first, second] = [await sandbox.create(), await sandbox.create()]
    expect([first.headers.get('content-type'), second.headers.get('content-type')]).toEqual(['text/html', 'text/plain'])
    expect(typeof (await first.json())).toBe('object')
  })

  test('takes credentials for expired, and callers for forbidden', async () => {
    const sandbox = await openSandbox(name)
    await sandbox.scenario({ name: 'unauthorized', times: 1 })
    await sandbox.scenario({ name: 'forbidden', times: 1 })
    expect([(await sandbox.create()).status, (await sandbox.create()).status]).toEqual([401, 403])
    expect(await sandbox.count()).toBe(0)
  })

  test('has a wrong clock: in the header Date and in what it stores', async () => {
    const sandbox = await openSandbox(name)
    const hour = 3_600_000
    await sandbox.scenario({ name: 'clock-skew', ms: -hour })
    const { headers } = await sandbox.create()
    expect(Math.abs(Date.parse(headers.get('date') ?? '') + hour - Date.now())).toBeLessThan(60_000)
    expect(Math.abs((await sandbox.createdAt()) + hour - Date.now())).toBeLessThan(60_000)
    await sandbox.scenario({ name: 'clear' })
    expect(Math.abs(Date.parse((await sandbox.read()).headers.get('date') ?? '') - Date.now())).toBeLessThan(60_000)
  })
})
