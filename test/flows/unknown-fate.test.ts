import { BridgeError } from '../../src/errors'
import { sweepLate } from '../../src/flows/late-sweep'
import { buildJob, buildLink, newYear } from '../builders/rows'
import { type DeliveryDesk, lateSweepMs, maxTries, openDeliveryDesk, settleMs } from '../support/delivery-desk'
import { type OpenedStore, openStore } from '../support/open-store'
import { appliedAs, fail, find, miss, succeed } from '../support/scripted-soar'

let store: OpenedStore
let desk: DeliveryDesk
let id: string

const timeout = new BridgeError('unavailable', 'no whole answer in time', { code: 'timeout', effect: 'unknown' })

beforeAll(async () => {
  store = await openStore()
})
beforeEach(async () => {
  desk = await openDeliveryDesk(store)
  id = (await desk.store(buildJob())).id
  desk.soar.onApply(fail(timeout, { afterWrite: true }))
  await desk.deliver()
})
afterAll(() => store.close())

const applies = () => desk.soar.calls.filter(({ call }) => call === 'apply').length
const lastAttempt = () => store.rows<Record<string, unknown>>('select * from attempts order by id desc limit 1')[0]
const told = (name: string) => desk.events.filter(event => event.name === name).map(event => event.fields)

describe('a job of unknown fate', () => {
  test('is looked up at once, and confirmed where it is found', async () => {
    expect(await desk.job(id)).toMatchObject({ state: 'unknown', nextAt: newYear, unknownAt: newYear })
    desk.soar.onLookUp(find)
    await desk.deliver()
    expect(await desk.job(id)).toMatchObject({ state: 'confirmed', tries: 0 })
    expect(await desk.link()).toMatchObject({ containerId: '7', state: 'linked', base: { ticketArtifactId: '102' } })
    expect(lastAttempt()).toMatchObject({ purpose: 'look-up', outcome: 'confirmed' })
    expect(applies()).toBe(1)
  })

  test('is not sent again while the far side may still be at it, however often it is not found', async () => {
    desk.soar.onLookUp(miss)
    while (desk.clock.now() < newYear + settleMs - 1) {
      await desk.deliver()
      const { state, nextAt } = await desk.job(id)
      expect(state).toBe('unknown')
      expect(nextAt).toBeGreaterThan(desk.clock.now())
      expect(nextAt).toBeLessThanOrEqual(newYear + settleMs)
      desk.clock.advance(Math.min(nextAt, newYear + settleMs - 1) - desk.clock.now())
    }
    expect(applies()).toBe(1)
    expect(lastAttempt()).toMatchObject({ purpose: 'look-up', outcome: 'unknown', code: 'not-found-yet' })
  })

  test('is looked up ever more seldom', async () => {
    desk.soar.onLookUp(async () => Promise.reject(timeout))
    const pauses: number[] = []
    for (let times = 0; times < 12; times += 1) {
      await desk.deliver()
      const { nextAt } = await desk.job(id)
      pauses.push(nextAt - desk.clock.now())
      desk.clock.advance(nextAt - desk.clock.now())
    }
    expect(pauses[0]).toBe(500)
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b))
    expect(pauses.at(-1)).toBe(15_000)
  })

  test('is sent again once it is absent after the settle time, as a repeat', async () => {
    desk.clock.advance(settleMs)
    desk.soar.onLookUp(miss)
    await desk.deliver()
    expect(await desk.job(id)).toMatchObject({ state: 'waiting', tries: 0, nextAt: desk.clock.now() })
    expect(lastAttempt()).toMatchObject({ purpose: 'look-up', outcome: 'absent' })
    desk.soar.onApply(succeed)
    await desk.deliver()
    expect(await desk.job(id)).toMatchObject({ state: 'confirmed' })
    expect(desk.soar.calls.at(-1)).toMatchObject({ call: 'apply', isRepeat: true })
  })

  test('counts the settle time from its last sending, also of another worker', async () => {
    desk.clock.advance(settleMs)
    desk.soar.onLookUp(miss)
    await desk.deliver()
    desk.soar.onApply(fail(timeout, { afterWrite: true }))
    await desk.deliver()
    const sentAgainAt = desk.clock.now()
    const successor = await desk.takeOver()
    await desk.deliver(successor)
    expect(await desk.job(id)).toMatchObject({ state: 'unknown', sentAt: sentAgainAt, unknownAt: newYear })
    desk.clock.advance(sentAgainAt + settleMs - desk.clock.now())
    await desk.deliver(successor)
    expect(await desk.job(id)).toMatchObject({ state: 'waiting' })
  })

  test('dies once it is absent and its tries are spent', async () => {
    store.raw.prepare('update jobs set tries = ?').run(maxTries)
    desk.clock.advance(settleMs)
    desk.soar.onLookUp(miss)
    await desk.deliver()
    expect(await desk.job(id)).toMatchObject({
      state: 'dead',
      reason: 'not found after the settle time: container',
    })
    expect(told('job.buried')).toHaveLength(1)
  })

  test.each([
    ['that SOAR did not answer', timeout],
    ['that SOAR refused', new BridgeError('rejected', 'refused', { code: 'refused' })],
    ['that our credentials were refused to', new BridgeError('denied', 'no')],
  ])('learns nothing from a look-up %s, however late', async (_, error) => {
    desk.clock.advance(100 * settleMs)
    desk.soar.onLookUp(async () => Promise.reject(error))
    await desk.deliver()
    expect(await desk.job(id)).toMatchObject({ state: 'unknown', tries: 0 })
    expect(applies()).toBe(1)
    expect(desk.reported).toHaveLength(2)
  })

  test('learns nothing from a bug of ours, which is told', async () => {
    desk.clock.advance(100 * settleMs)
    desk.soar.onLookUp(async () => Promise.reject(new TypeError('undefined is not a function')))
    await expect(desk.deliver()).rejects.toThrow(TypeError)
    expect(await desk.job(id)).toMatchObject({ state: 'unknown', reason: 'unexpected failure; see the log' })
  })

  test('keeps the job from its link where a look-up finds it after the lane was lost', async () => {
    desk.soar.onLookUp(async command => {
      await desk.takeOver()
      return { status: 'found', applied: appliedAs(command) }
    })
    await expect(desk.deliver()).rejects.toMatchObject({ code: 'lane-lost' })
    expect(await desk.link()).toEqual(buildLink())
    expect(await desk.job(id)).toMatchObject({ state: 'unknown' })
  })
})

describe('the late sweep', () => {
  const sweep = (isOpen = true) =>
    sweepLate({
      ledger: desk.ledger,
      connectorOf: () => desk.soar,
      isOpen: () => isOpen,
      now: desk.clock.now,
      events: desk.parts.events,
    })
  const due = async () => (await desk.ledger.dueForLateSweep(desk.clock.now(), 10)).length

  beforeEach(async () => {
    desk.soar.onLookUp(find)
    await desk.deliver()
    desk.soar.calls.length = 0
    desk.clock.advance(lateSweepMs)
  })

  test('looks for duplicates once, some time after an unknown fate was settled', async () => {
    desk.clock.advance(-1)
    await sweep()
    expect(desk.soar.calls).toEqual([])
    desk.clock.advance(1)
    desk.soar.onFindDuplicates(async () => [{ what: 'container', found: '8', kept: '7' }])
    await sweep()
    await sweep()
    expect(told('duplicate.found')).toEqual([
      { connection: 'soar', link: 'link-1', kind: 'container', found: '8', kept: '7' },
    ])
    expect(desk.soar.calls).toHaveLength(1)
  })

  test('is not made for a job whose fate was always known', async () => {
    const job = await desk.store(buildJob())
    desk.soar.onApply(succeed)
    await desk.deliver()
    expect(await desk.job(job.id)).toMatchObject({ state: 'confirmed' })
    desk.clock.advance(lateSweepMs)
    expect(await due()).toBe(1)
  })

  test('is put off while SOAR cannot be asked', async () => {
    await sweep(false)
    desk.soar.onFindDuplicates(async () => Promise.reject(timeout))
    await sweep()
    expect(await due()).toBe(1)
    desk.soar.onFindDuplicates(async () => [])
    await sweep()
    expect(await due()).toBe(0)
  })

  test('ends with a bug of ours told, and is made again', async () => {
    desk.soar.onFindDuplicates(async () => Promise.reject(new TypeError('undefined is not a function')))
    await expect(sweep()).rejects.toThrow(TypeError)
    expect(await due()).toBe(1)
  })
})
