import type { Job } from '../../src/domain/job'
import type { LaneHold, Ledger } from '../../src/outbox/outbox'
import { createWorker, nextJob, type WorkerParts } from '../../src/outbox/worker'
import { buildJob } from '../builders/rows'
import { buildStatusComment } from '../builders/ticket-commands'
import { createManualClock } from '../support/manual-clock'
import { type Deferred, defer, runTurns } from '../support/turns'

const create = (state: Job['state'], changes: Partial<Job> = {}) =>
  buildJob({ kind: 'create-container', state, ...changes })
const update = (state: Job['state'], changes: Partial<Job> = {}) =>
  buildJob({ kind: 'update-container', state, ...changes })

describe('the job whose turn it is', () => {
  test('is none where none is open', () => {
    expect(nextJob([])).toBeUndefined()
  })

  test.each(['waiting', 'sending', 'unknown'] as const)(
    'is the first, where it is %s: no other overtakes it',
    state => {
      const jobs = [update(state), update('waiting')]
      expect(nextJob(jobs)).toBe(jobs[0])
    },
  )

  test('is none behind a dead creation: it holds the lane', () => {
    expect(nextJob([create('dead'), update('waiting')])).toBeUndefined()
    expect(nextJob([create('dead'), update('waiting', { target: 'soar/other' })])).toBeUndefined()
  })

  test('is one that came before a dead creation', () => {
    const jobs = [update('waiting'), create('dead')]
    expect(nextJob(jobs)).toBe(jobs[0])
  })

  test('is none of the same target and kind behind any other dead job', () => {
    expect(nextJob([update('dead'), update('waiting'), update('unknown')])).toBeUndefined()
  })

  test('is one of another target or kind behind a dead job that is no creation', () => {
    const elsewhere = update('waiting', { target: 'soar/other' })
    expect(nextJob([update('dead'), update('waiting'), elsewhere])).toBe(elsewhere)
    const otherKind = create('waiting')
    expect(nextJob([update('dead'), otherKind])).toBe(otherKind)
  })
})

const lane = 'jira/10042'
const leaseMs = 30_000

/** A ledger of one lane, as far as the worker knows one. */
function openWorker(changes: Partial<WorkerParts> = {}) {
  const clock = createManualClock()
  const journal: string[] = []
  const renewals: Deferred<boolean>[] = []
  const state = { free: true, wanted: 0, jobs: [] as Job[] }
  const hold: LaneHold = { lane, holder: 'me', fence: 1, leaseUntil: 0, digestedAt: 0 }
  const ledger: Partial<Ledger> = {
    acquireLane: async () => {
      journal.push('acquire')
      if (!state.free) return null
      state.free = false
      state.wanted = 0
      return hold
    },
    releaseLane: async () => {
      journal.push('release')
      const isFree = state.wanted === 0
      state.wanted = 0
      if (isFree) state.free = true
      return isFree
    },
    renewLane: () => {
      journal.push('renew')
      const renewal = defer<boolean>()
      renewals.push(renewal)
      return renewal.promise
    },
    openJobs: async () => state.jobs,
  }
  const runLane = createWorker({
    ledger: ledger as Ledger,
    clock,
    holder: 'me',
    leaseMs,
    digest: async () => {
      journal.push('digest')
      return null
    },
    deliver: async job => {
      journal.push(`deliver ${job.kind}`)
      state.jobs = state.jobs.filter(one => one !== job)
    },
    isHeld: () => false,
    ...changes,
  })
  return { runLane: (isStopping = () => false) => runLane(lane, isStopping), clock, journal, state, renewals, hold }
}

describe('a worker', () => {
  test('leaves a lane alone that another one holds', async () => {
    const { runLane, state, journal } = openWorker()
    state.free = false
    expect(await runLane()).toBeNull()
    expect(journal).toEqual(['acquire'])
  })

  test('digests before each delivery, delivers in order, and lets go', async () => {
    const { runLane, state, journal } = openWorker()
    state.jobs = [create('waiting'), update('waiting')]
    expect(await runLane()).toBeNull()
    expect(journal).toEqual([
      'acquire',
      'digest',
      'deliver create-container',
      'digest',
      'deliver update-container',
      'digest',
      'release',
    ])
  })

  test('looks again where work was asked for meanwhile', async () => {
    const { runLane, state, journal } = openWorker()
    state.free = true
    const running = runLane()
    state.wanted = 1
    // `acquire` clears it, so that it is raised once the lane is held.
    await Promise.resolve()
    state.wanted = 1
    await running
    expect(journal).toEqual(['acquire', 'digest', 'release', 'digest', 'release'])
  })

  test('delivers to one side while the other is held', async () => {
    const { runLane, state, journal } = openWorker({ isHeld: job => job.connection === 'soar' })
    state.jobs = [update('waiting'), buildJob({ connection: 'jira', command: buildStatusComment() })]
    expect(await runLane()).toBeNull()
    expect(journal).toEqual(['acquire', 'digest', 'deliver upsert-status-comment', 'digest', 'release'])
  })

  test('comes back for the side that is due first', async () => {
    const { runLane, state, clock } = openWorker()
    const later = (connection: string, ms: number) =>
      buildJob({ connection, command: buildStatusComment(), nextAt: clock.now() + ms })
    state.jobs = [later('soar', 9_000), later('jira', 2_000)]
    expect(await runLane()).toBe(clock.now() + 2_000)
  })

  test('goes on digesting while delivery is held, and delivers nothing', async () => {
    const { runLane, state, journal } = openWorker({ isHeld: () => true })
    state.jobs = [create('waiting')]
    expect(await runLane()).toBeNull()
    expect(journal).toEqual(['acquire', 'digest', 'release'])
  })

  test.each([
    ['the next try', 500, null, 500],
    ['the next look at a busy ticket', 500, 200, 200],
    ['the next try, where the look comes later', 500, 900, 500],
  ])('comes back for %s', async (_, tryIn, lookIn, expected) => {
    const digest = async () => (lookIn === null ? null : clock.now() + lookIn)
    const { runLane, clock, state } = openWorker({ digest })
    state.jobs = [create('waiting', { nextAt: clock.now() + tryIn })]
    expect(await runLane()).toBe(clock.now() + expected)
  })

  test('renews its lease while it works, three times in each', async () => {
    const delivering = defer()
    const { runLane, clock, state, journal, renewals } = openWorker({
      deliver: async () => {
        await delivering.promise
        state.jobs = []
      },
    })
    state.jobs = [create('waiting')]
    const running = runLane()
    await runTurns()
    for (let times = 0; times < 3; times += 1) {
      clock.advance(leaseMs / 3)
      renewals.at(-1)?.resolve(true)
      await runTurns()
    }
    delivering.resolve()
    await running
    expect(journal.filter(entry => entry === 'renew')).toHaveLength(3)
  })

  test('renews nothing once it let go, also where a renewal was under way', async () => {
    const delivering = defer()
    const { runLane, clock, state, journal, renewals } = openWorker({
      deliver: async () => {
        await delivering.promise
        state.jobs = []
      },
    })
    state.jobs = [create('waiting')]
    const running = runLane()
    await runTurns()
    clock.advance(leaseMs / 3)
    delivering.resolve()
    await running
    for (let times = 0; times < 5; times += 1) {
      for (const renewal of renewals) renewal.resolve(false)
      await runTurns()
      clock.advance(leaseMs)
    }
    expect(journal.filter(entry => entry === 'renew')).toHaveLength(1)
  })

  test('begins nothing once it has to stop, and lets go', async () => {
    const { runLane, state, journal } = openWorker()
    state.jobs = [create('waiting')]
    await runLane(() => true)
    expect(journal).toEqual(['acquire', 'release'])
    expect(state.free).toBe(true)
  })

  test('lets go when it has to stop, also where work was asked for meanwhile', async () => {
    const { runLane, state } = openWorker()
    const running = runLane(() => true)
    await Promise.resolve()
    state.wanted = 1
    await running
    expect(state.free).toBe(true)
  })

  test('keeps the lane until its lease runs out where its work failed unexpectedly, so that it pauses', async () => {
    const { runLane, state, journal } = openWorker({ digest: () => Promise.reject(new Error('bug')) })
    await expect(runLane()).rejects.toThrow('bug')
    expect(journal).toEqual(['acquire'])
    expect(state.free).toBe(false)
  })
})
