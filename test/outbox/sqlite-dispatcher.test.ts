import { createSqliteDispatcher, type DispatcherParts } from '../../src/outbox/sqlite-dispatcher'
import { createManualClock } from '../support/manual-clock'
import { type Deferred, defer, runTurns } from '../support/turns'

const sweepMs = 5_000

function openDispatcher(changes: Partial<DispatcherParts> = {}) {
  const clock = createManualClock()
  const runs: { lane: string; end: Deferred<number | null>; isStopping: () => boolean }[] = []
  const failures: string[] = []
  const found: string[][] = []
  const asked: Parameters<DispatcherParts['ledger']['lanesWithWork']>[0][] = []
  const dispatcher = createSqliteDispatcher({
    clock,
    concurrency: 2,
    sweepMs,
    runLane: (lane, isStopping) => {
      const end = defer<number | null>()
      runs.push({ lane, end, isStopping })
      return end.promise
    },
    ledger: {
      lanesWithWork: async query => {
        asked.push(query)
        return found.shift() ?? []
      },
    },
    pausedConnections: () => ['paused'],
    onFailure: (lane, error) => failures.push(`${lane}: ${(error as Error).message}`),
    ...changes,
  })
  const lanes = () => runs.map(run => run.lane)
  const end = async (index: number, comeBackAt: number | null = null) => {
    runs[index]?.end.resolve(comeBackAt)
    await runTurns()
  }
  return { dispatcher, clock, runs, lanes, end, failures, found, asked }
}

describe('the dispatcher', () => {
  test('runs a lane that was woken', () => {
    const { dispatcher, lanes } = openDispatcher()
    dispatcher.wake('a')
    expect(lanes()).toEqual(['a'])
  })

  test('runs no more lanes at once than it may; the others wait their turn', async () => {
    const { dispatcher, lanes, end } = openDispatcher()
    for (const lane of ['a', 'b', 'c', 'd']) dispatcher.wake(lane)
    expect(lanes()).toEqual(['a', 'b'])
    expect(dispatcher.depth()).toBe(2)
    await end(1)
    expect(lanes()).toEqual(['a', 'b', 'c'])
    expect(dispatcher.depth()).toBe(1)
  })

  test('runs no lane twice at once; woken while it runs, it runs once more, however often it was', async () => {
    const { dispatcher, lanes, end } = openDispatcher()
    for (let times = 0; times < 5; times += 1) dispatcher.wake('a')
    expect(lanes()).toEqual(['a'])
    await end(0)
    expect(lanes()).toEqual(['a', 'a'])
    await end(1)
    expect(lanes()).toEqual(['a', 'a'])
  })

  test('comes back to a lane at the time it asked for', async () => {
    const { dispatcher, clock, lanes, end } = openDispatcher()
    dispatcher.wake('a')
    await end(0, clock.now() + 250)
    clock.advance(249)
    expect(lanes()).toHaveLength(1)
    clock.advance(1)
    expect(lanes()).toHaveLength(2)
  })

  test('comes back at once where that time is past', async () => {
    const { dispatcher, clock, lanes, end } = openDispatcher()
    dispatcher.wake('a')
    await end(0, clock.now() - 1)
    clock.advance(0)
    expect(lanes()).toHaveLength(2)
  })

  test('comes back once, where a lane that asked to be run later is woken before', async () => {
    const { dispatcher, clock, lanes, end } = openDispatcher()
    dispatcher.wake('a')
    await end(0, clock.now() + 250)
    dispatcher.wake('a')
    await end(1)
    clock.advance(1_000)
    expect(lanes()).toHaveLength(2)
  })

  test('leaves to the sweep what is further away than the next one', async () => {
    const { dispatcher, clock, lanes, end } = openDispatcher()
    dispatcher.wake('a')
    await end(0, clock.now() + sweepMs + 1)
    clock.advance(10 * sweepMs)
    expect(lanes()).toHaveLength(1)
  })

  test('goes on after a lane that failed, and tells', async () => {
    const { dispatcher, runs, lanes, failures } = openDispatcher({ concurrency: 1 })
    dispatcher.wake('a')
    dispatcher.wake('b')
    runs[0]?.end.reject(new Error('disk'))
    await runTurns()
    expect(failures).toEqual(['a: disk'])
    expect(lanes()).toEqual(['a', 'b'])
  })

  test('sweeps at its start and every so often, leaving paused connections out', async () => {
    const { dispatcher, clock, found, lanes, asked } = openDispatcher()
    found.push(['a'], ['b'])
    dispatcher.start()
    await runTurns()
    expect(lanes()).toEqual(['a'])
    clock.advance(sweepMs)
    await runTurns()
    expect(lanes()).toEqual(['a', 'b'])
    expect(asked[1]).toMatchObject({ now: clock.now(), pausedConnections: ['paused'] })
  })

  test('goes on sweeping after a sweep that failed, and tells', async () => {
    let sweeps = 0
    const ledger = {
      lanesWithWork: async () => {
        sweeps += 1
        throw new Error('disk')
      },
    }
    const { dispatcher, clock, failures } = openDispatcher({ ledger })
    dispatcher.start()
    await runTurns()
    for (let times = 0; times < 3; times += 1) {
      clock.advance(sweepMs)
      await runTurns()
    }
    expect(sweeps).toBe(4)
    expect(failures).toEqual(['sweep: disk', 'sweep: disk', 'sweep: disk', 'sweep: disk'])
  })

  test('does not bring forward, by a sweep, a lane that asked to be run later', async () => {
    const { dispatcher, clock, found, lanes, end } = openDispatcher()
    dispatcher.wake('a')
    await end(0, clock.now() + 250)
    found.push(['a'])
    await dispatcher.sweep()
    expect(lanes()).toHaveLength(1)
  })

  describe('with more work than one sweep finds', () => {
    /** Every lane is done as soon as it begins. */
    function openBusy(sweeps: (limit: number) => string[][]) {
      let left: string[][] | undefined
      const ran: string[] = []
      let asked = 0
      const ledger = {
        lanesWithWork: async ({ limit }: { limit: number }) => {
          asked += 1
          await runTurns(1)
          left ??= sweeps(limit)
          return (left.length > 1 ? left.shift() : left[0]) ?? []
        },
      }
      const opened = openDispatcher({
        ledger,
        runLane: async lane => {
          ran.push(lane)
          return null
        },
      })
      return { ...opened, ran, asked: () => asked }
    }

    test('sweeps again as soon as that is done', async () => {
      const batch = (name: string, limit: number) => Array.from({ length: limit }, (_, n) => `${name}${n}`)
      const { dispatcher, ran } = openBusy(limit => [batch('a', limit), batch('b', limit), ['last'], []])
      await dispatcher.sweep()
      await runTurns(100)
      expect(new Set(ran).size).toBe(2_001)
      expect(ran.at(-1)).toBe('last')
    })

    test('does not turn in circles over lanes that cannot go on', async () => {
      const stuck = (limit: number) => [Array.from({ length: limit }, (_, n) => `stuck${n}`)]
      const { dispatcher, asked } = openBusy(stuck)
      await dispatcher.sweep()
      await runTurns(100)
      expect(asked()).toBeLessThanOrEqual(2)
    })
  })

  test('tells of a sweep that fails while it works through more than one', async () => {
    const failures: string[] = []
    let asked = 0
    const { dispatcher } = openDispatcher({
      runLane: async () => null,
      ledger: {
        lanesWithWork: async ({ limit }) => {
          asked += 1
          await runTurns(1)
          if (asked > 1) throw new Error('disk')
          return Array.from({ length: limit }, (_, n) => `lane${n}`)
        },
      },
      onFailure: (lane, error) => failures.push(`${lane}: ${(error as Error).message}`),
    })
    await dispatcher.sweep()
    await runTurns(100)
    expect(failures).toEqual(['sweep: disk'])
  })

  test('stops once the lanes at work have let go, and takes no more', async () => {
    const { dispatcher, clock, runs, lanes } = openDispatcher({ concurrency: 1 })
    dispatcher.start()
    dispatcher.wake('a')
    dispatcher.wake('b')
    let isStopped = false
    const stopping = dispatcher.stop(60_000).then(() => {
      isStopped = true
    })
    expect(runs[0]?.isStopping()).toBe(true)
    await runTurns()
    expect(isStopped).toBe(false)
    dispatcher.wake('c')
    runs[0]?.end.resolve(clock.now() + 1)
    await stopping
    clock.advance(10 * sweepMs)
    await runTurns()
    expect(lanes()).toEqual(['a'])
  })
})
