import { closeSandboxes, openSandbox, sandboxNames } from '../support/any-sandbox'
import { waitUntil } from '../support/wait-until'

afterEach(closeSandboxes)

describe.each(sandboxNames)('scenarios of the sandbox of %s', name => {
  /** The statuses of so many creations, one after the other; `ok` for a success. */
  async function createMany(sandbox: { create(): Promise<Response> }, count: number): Promise<(number | 'ok')[]> {
    const statuses: (number | 'ok')[] = []
    for (let i = 0; i < count; i += 1) {
      const { ok, status } = await sandbox.create()
      statuses.push(ok ? 'ok' : status)
    }
    return statuses
  }

  test('begin after so many requests and end after so many more', async () => {
    const sandbox = await openSandbox(name)
    await sandbox.scenario({ name: 'error', status: 503, after: 2, times: 2 })
    expect(await createMany(sandbox, 5)).toEqual(['ok', 'ok', 503, 503, 'ok'])
    expect((await sandbox.control('scenario')).body).toEqual({ active: [] })
  })

  test('strike by a chance that the seed decides', async () => {
    const runs = []
    for (const seed of [5, 5, 6]) {
      const sandbox = await openSandbox(name, { seed, scenarios: [{ name: 'error', probability: 0.5 }] })
      runs.push(await createMany(sandbox, 24))
    }
    expect(runs[0]).toEqual(runs[1])
    expect(runs[0]).not.toEqual(runs[2])
    expect(new Set(runs[0])).toEqual(new Set(['ok', 500]))
  })

  test('begin and end at a time', async () => {
    const sandbox = await openSandbox(name)
    const [past, future] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)]
    await sandbox.scenario({ name: 'error', status: 501, at: future.toISOString() })
    await sandbox.scenario({ name: 'error', status: 502, afterMs: 60_000 })
    await sandbox.scenario({ name: 'error', status: 503, at: past.toISOString(), forMs: 1_000 })
    expect(await createMany(sandbox, 1)).toEqual(['ok'])
    await sandbox.scenario({ name: 'error', status: 504, at: past.toISOString() })
    expect(await createMany(sandbox, 1)).toEqual([504])
    await sandbox.scenario({ name: 'clear' })
    await sandbox.scenario({ name: 'error', status: 500, forMs: 50 })
    await waitUntil('it to be over', async () => (await createMany(sandbox, 1))[0] === 'ok')
  })

  test('keep to a method and a path, in which a star stands for a segment', async () => {
    const sandbox = await openSandbox(name)
    const depth = sandbox.path.split('/').length
    await sandbox.create()
    await sandbox.scenario({ name: 'error', status: 500, method: 'put' })
    await sandbox.scenario({ name: 'error', status: 501, path: `${sandbox.path}/*` })
    await sandbox.scenario({ name: 'error', status: 502, path: `${'/*'.repeat(depth)}` })
    await sandbox.scenario({ name: 'error', status: 503, path: sandbox.path.slice(0, -1) })
    expect(await createMany(sandbox, 1)).toEqual(['ok'])
    expect((await sandbox.read()).status).toBe(501)
    await sandbox.scenario({ name: 'error', status: 504, path: `${sandbox.path}/`, method: 'POST' })
    expect(await createMany(sandbox, 1)).toEqual([504])
  })

  test('of the start are back after a reset, with their counts', async () => {
    const sandbox = await openSandbox(name, { scenarios: [{ name: 'throttle', times: 1 }] })
    expect(await createMany(sandbox, 2)).toEqual([429, 'ok'])
    await sandbox.scenario({ name: 'html' })
    await sandbox.control('reset', {})
    expect((await sandbox.control('scenario')).body).toEqual({ active: [{ name: 'throttle', times: 1 }] })
    expect(await createMany(sandbox, 2)).toEqual([429, 'ok'])
  })

  test.each([
    [{ name: 'earthquake' }, 'no such scenario; there are: latency, '],
    [{ name: 'toString' }, 'no such scenario'],
    [{ name: 'html', times: 0 }, 'times of html must be a whole number, 1 or more'],
    [{ name: 'html', probability: 2 }, 'probability of html must be a number above 0, up to 1'],
    [{ name: 'html', ms: 3 }, 'html has no option ms, but status, method'],
    [{ name: 'error', status: 'bad' }, 'status of error must be a status from 200 to 599'],
    [{ name: 'html', at: 'soon' }, 'at of html must be a time as in'],
    [[], 'a scenario is a JSON object with a name'],
  ])('are refused where they make no sense: %j', async (wish, says) => {
    const sandbox = await openSandbox(name)
    const refused = await sandbox.control('scenario', wish)
    expect([refused.status, refused.body.error]).toEqual([400, expect.stringContaining(says)])
    expect((await sandbox.create()).ok).toBe(true)
    await expect(openSandbox(name, { scenarios: [wish] })).rejects.toThrow(says)
  })

  test('are described', async () => {
    const sandbox = await openSandbox(name)
    const { scenarios } = (await sandbox.control('scenarios')).body
    expect(scenarios).toContainEqual({
      name: 'throttle',
      says: 'answers 429',
      applied: 'no',
      options: { retryAfter: 'seconds, or a date as in the header: header Retry-After; without it none is sent' },
    })
  })
})
