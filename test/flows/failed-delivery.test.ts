import { BridgeError } from '../../src/errors'
import { buildJob, buildLink, newYear } from '../builders/rows'
import { buildCreate } from '../builders/soar-commands'
import { type DeliveryDesk, maxTries, openDeliveryDesk } from '../support/delivery-desk'
import { type OpenedStore, openStore } from '../support/open-store'
import { appliedAs, fail, succeed } from '../support/scripted-soar'

let store: OpenedStore
let desk: DeliveryDesk

beforeAll(async () => {
  store = await openStore()
})
beforeEach(async () => {
  desk = await openDeliveryDesk(store)
})
afterAll(() => store.close())

const told = (name: string) => desk.events.filter(event => event.name === name).map(event => event.fields)
const attempts = () => store.rows<Record<string, unknown>>('select * from attempts order by id')

const unavailable = (code: string, details = {}) =>
  new BridgeError('unavailable', `it is ${code}`, { code, ...details })
const throttled = unavailable('throttled', { retryAt: newYear + 60_000 })

interface Outcome {
  what: string
  error: unknown
  afterWrite: boolean
  isHealthy: boolean
  expected: { state: string; tries: number; nextAt?: number }
}

const outcomes: Outcome[] = [
  {
    what: 'SOAR cannot be reached',
    error: unavailable('unreachable'),
    afterWrite: true,
    isHealthy: false,
    expected: { state: 'waiting', tries: 0 },
  },
  {
    what: 'SOAR asks for patience',
    error: throttled,
    afterWrite: true,
    isHealthy: false,
    expected: { state: 'waiting', tries: 0, nextAt: newYear + 60_000 },
  },
  {
    what: 'a write timed out, and SOAR answers otherwise',
    error: unavailable('timeout', { effect: 'unknown' }),
    afterWrite: true,
    isHealthy: true,
    expected: { state: 'unknown', tries: 0, nextAt: newYear },
  },
  {
    what: 'a write timed out in an outage',
    error: unavailable('timeout', { effect: 'unknown' }),
    afterWrite: true,
    isHealthy: false,
    expected: { state: 'unknown', tries: 0, nextAt: newYear },
  },
  {
    what: 'a read timed out before anything was written',
    error: unavailable('timeout'),
    afterWrite: false,
    isHealthy: true,
    expected: { state: 'waiting', tries: 0 },
  },
  {
    what: 'SOAR answers this command with 500, and others not',
    error: unavailable('server-error', { effect: 'unknown', status: 500 }),
    afterWrite: true,
    isHealthy: true,
    expected: { state: 'unknown', tries: 1, nextAt: newYear },
  },
  {
    what: 'SOAR refuses the command itself',
    error: new BridgeError('rejected', 'refused', { code: 'refused' }),
    afterWrite: true,
    isHealthy: true,
    expected: { state: 'dead', tries: 1 },
  },
  {
    what: 'SOAR refuses our credentials to everyone',
    error: new BridgeError('denied', 'not our credentials'),
    afterWrite: true,
    isHealthy: false,
    expected: { state: 'waiting', tries: 0 },
  },
  {
    what: 'SOAR refuses our credentials for this command only',
    error: new BridgeError('denied', 'not our credentials'),
    afterWrite: true,
    isHealthy: true,
    expected: { state: 'dead', tries: 1 },
  },
]

describe('a job that failed', () => {
  test.each(outcomes)('where $what', async ({ error, afterWrite, isHealthy, expected }) => {
    const job = await desk.store(buildJob())
    desk.gate.isHealthy = isHealthy
    desk.soar.onApply(fail(error, { afterWrite }))
    await desk.deliver()
    const after = await desk.job(job.id)
    expect(after).toMatchObject({ ...expected, reason: (error as Error).message })
    if (expected.state === 'waiting') expect(after.nextAt).toBeGreaterThan(newYear)
    expect(attempts()).toMatchObject([{ purpose: 'apply', code: (error as BridgeError).code }])
    expect(told('delivery.attempted')).toMatchObject([{ outcome: expected.state, tries: expected.tries }])
    expect(told('job.buried')).toHaveLength(expected.state === 'dead' ? 1 : 0)
  })

  test('leaves the base where it was', async () => {
    await desk.store(buildJob())
    desk.soar.onApply(fail(unavailable('timeout', { effect: 'unknown' }), { afterWrite: true }))
    await desk.deliver()
    expect(await desk.link()).toEqual(buildLink())
  })

  test('asks whether the connection is well only where the trouble may be the connection’s', async () => {
    await desk.store(buildJob())
    desk.soar.onApply(fail(new BridgeError('rejected', 'refused'), { afterWrite: true }))
    await desk.deliver()
    expect(desk.reported).toEqual([])
  })

  test('dies with its last try', async () => {
    const job = await desk.store(buildJob({ tries: maxTries - 1 }))
    desk.soar.onApply(fail(unavailable('server-error', { status: 500 }), { afterWrite: false }))
    await desk.deliver()
    expect(await desk.job(job.id)).toMatchObject({ state: 'dead', tries: maxTries })
  })

  test('outlives an outage longer than all its tries', async () => {
    const job = await desk.store(buildJob())
    desk.gate.isHealthy = false
    desk.soar.onApply(fail(unavailable('unreachable'), { afterWrite: true }))
    for (let times = 0; times < 5 * maxTries; times += 1) await desk.deliver()
    expect(await desk.job(job.id)).toMatchObject({ state: 'waiting', tries: 0 })
    desk.soar.onApply(succeed)
    await desk.deliver()
    expect(await desk.job(job.id)).toMatchObject({ state: 'confirmed' })
  })

  test('tells its connector, when it is sent again, that something may be there already', async () => {
    await desk.store(buildJob())
    desk.soar.onApply(
      fail(unavailable('unreachable'), { afterWrite: false }),
      fail(throttled, { afterWrite: true }),
      succeed,
    )
    for (let times = 0; times < 3; times += 1) await desk.deliver()
    expect(desk.soar.calls.map(call => call.isRepeat)).toEqual([false, false, true])
  })

  test.each([
    ['before anything was written', false, 'waiting'],
    ['after a write', true, 'unknown'],
  ])('by a bug of ours %s is kept for its next try, and the bug is told', async (_, afterWrite, state) => {
    const job = await desk.store(buildJob())
    desk.soar.onApply(fail(new TypeError('undefined is not a function'), { afterWrite }))
    await expect(desk.deliver()).rejects.toThrow(TypeError)
    expect(await desk.job(job.id)).toMatchObject({ state, tries: 1, reason: 'unexpected failure; see the log' })
  })

  test('in parts keeps the parts that stand, and waits for a person', async () => {
    const job = await desk.store(buildJob())
    const [, ...artifacts] = appliedAs(buildCreate()).artifacts
    const refused = [{ sourceDataIdentifier: 'x', message: 'unknown severity' }]
    desk.soar.onApply(async () => ({ containerId: '7', artifacts, refused, notes: [] }))
    await desk.deliver()
    expect(await desk.job(job.id)).toMatchObject({
      state: 'dead',
      tries: 1,
      reason: 'SOAR refused 1 artifact(s): unknown severity',
    })
    expect(await desk.link()).toMatchObject({ containerId: '7', base: { fields: {}, ticketArtifactId: '102' } })
    expect(store.rows('select kind from twins order by soar_side')).toEqual([
      { kind: 'observable' },
      { kind: 'ticket' },
    ])
  })

  test('without its link is a bug, not a lost job', async () => {
    const job = await desk.store(buildJob({ linkId: 'no-such-link' }))
    await expect(desk.deliver()).rejects.toThrow(/has no link/)
    expect(await desk.job(job.id)).toMatchObject({ state: 'waiting' })
  })
})
