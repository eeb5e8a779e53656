import { type JobState, jobStates, jobTransitions } from '../../../src/domain/job'
import { buildJob } from '../../builders/rows'
import { bringTo, enqueue, type OpenedOutbox, type OutboxPromises, openLane, settle, stored, takeOver } from './engine'

const lane = 'jira/10042'
const settlements = ['confirmed', 'waiting', 'dead', 'unknown'] as const

function wantedLanes({ ledger, clock }: OpenedOutbox): Promise<string[]> {
  return ledger.lanesWithWork({ now: clock.now(), limit: 10, after: '', pausedConnections: [], heldConnections: [] })
}

export const jobPromises: OutboxPromises = {
  'a job comes back as it was stored': async outbox => {
    const job = buildJob({ sentAt: 7, unknownAt: 8, reason: 'because', tries: 3, nextAt: 9 })
    await enqueue(outbox, job)
    expect(await outbox.ledger.openJobs(lane)).toEqual([job])
    expect(await stored(outbox, job)).toEqual(job)
  },

  'open jobs come in the order in which they were made, each lane its own': async outbox => {
    const [first, second, other, third] = [{}, {}, { lane: 'jira/10043' }, {}].map(changes => buildJob(changes))
    if (!first || !second || !other || !third) throw new Error('four jobs')
    await enqueue(outbox, third, other, first, second)
    expect((await outbox.ledger.openJobs(lane)).map(job => job.id)).toEqual([first.id, second.id, third.id])
  },

  'a job is open while it waits, is being sent, is of unknown fate or dead, and no longer': async outbox => {
    const hold = await openLane(outbox)
    for (const state of jobStates) await bringTo(outbox, buildJob(), hold, state)
    const open = await outbox.ledger.openJobs(lane)
    expect(open.map(job => job.state)).toEqual(['waiting', 'sending', 'unknown', 'dead'])
  },

  'the same thing asked twice is one job': async outbox => {
    const job = buildJob()
    const again = buildJob({ opId: job.opId })
    await enqueue(outbox, job)
    // Engines tell it in their own way, as a lost race or as a failure; but the second is never stored.
    await enqueue(outbox, again).catch(() => {})
    expect(await outbox.ledger.openJobs(lane)).toEqual([job])
  },

  'what was asked for with a job that exists already is not stored either': async outbox => {
    const job = buildJob()
    await enqueue(outbox, job)
    await enqueue(outbox, buildJob({ lane: 'jira/other' }), buildJob({ opId: job.opId })).catch(() => {})
    expect(await outbox.ledger.openJobs('jira/other')).toEqual([])
  },

  'sending is marked with the fence and the time, and again before each further write': async outbox => {
    const hold = await openLane(outbox)
    const job = buildJob()
    await enqueue(outbox, job)
    await outbox.db.write([outbox.ledger.markSending(job, hold, 100)])
    expect(await stored(outbox, job)).toMatchObject({ state: 'sending', fence: hold.fence, sentAt: 100 })
    await outbox.db.write([outbox.ledger.markSending(job, hold, 200)])
    expect(await stored(outbox, job)).toMatchObject({ state: 'sending', sentAt: 200 })
  },

  'whoever lost its lane marks nothing as being sent': async outbox => {
    const lost = await openLane(outbox)
    const job = buildJob()
    await enqueue(outbox, job)
    await takeOver(outbox, lost)
    const written = await outbox.db.write([outbox.ledger.markSending(job, lost, outbox.clock.now())])
    expect(written.committed).toBe(false)
    expect(await stored(outbox, job)).toMatchObject({ state: 'waiting', sentAt: null })
  },

  'the result of whoever lost its lane hits no row, and what belongs to it is undone': async outbox => {
    const lost = await openLane(outbox)
    const sending = await bringTo(outbox, buildJob(), lost, 'sending')
    await takeOver(outbox, lost)
    const { db, ledger, clock } = outbox
    const late = { ...settlementOf(clock.now()), state: 'confirmed' as const }
    // The zombie believes what it knew: that the job is being sent, by itself.
    const written = await db.write([...ledger.settle(sending, lost, late), ledger.enqueue(buildJob())])
    expect(written.committed).toBe(false)
    expect((await ledger.openJobs(lane)).map(job => job.state)).toEqual(['unknown'])
    expect(await db.read.selectFrom('attempts').selectAll().execute()).toEqual([])
  },

  'the result of whoever lost its lane hits no row, even where the new holder sends the same job again':
    async outbox => {
      const lost = await openLane(outbox)
      const first = await bringTo(outbox, buildJob(), lost, 'sending')
      const holder = await takeOver(outbox, lost)
      await settle(outbox, { job: await stored(outbox, first), hold: holder, to: 'waiting' })
      await outbox.db.write([outbox.ledger.markSending(await stored(outbox, first), holder, outbox.clock.now())])
      expect(await settle(outbox, { job: first, hold: lost, to: 'dead' })).toBe(false)
      expect(await stored(outbox, first)).toMatchObject({ state: 'sending', fence: holder.fence })
    },

  'a settlement leaves the job, its tries and its attempt as told': async outbox => {
    const hold = await openLane(outbox)
    const job = await bringTo(outbox, buildJob(), hold, 'sending')
    const settlement = { ...settlementOf(500), state: 'waiting' as const, tries: 4, nextAt: 900, reason: 'timeout' }
    await outbox.db.write(outbox.ledger.settle(job, hold, settlement))
    const after = { state: 'waiting', tries: 4, nextAt: 900, reason: 'timeout', unknownAt: null, updatedAt: 500 }
    expect(await stored(outbox, job)).toMatchObject(after)
    const attempts = await outbox.db.read.selectFrom('attempts').selectAll().execute()
    expect(attempts).toMatchObject([
      { job_id: job.id, lane, fence: hold.fence, purpose: 'apply', outcome: 'confirmed', started_at: 500 },
    ])
  },

  'the time at which a fate became unknown is kept: the first one, also once it is known': async outbox => {
    const hold = await openLane(outbox)
    const job = await bringTo(outbox, buildJob(), hold, 'unknown')
    const firstAt = outbox.clock.now()
    outbox.clock.advance(1000)
    await settle(outbox, { job, hold, to: 'unknown' })
    await settle(outbox, { job: await stored(outbox, job), hold, to: 'confirmed' })
    expect(await stored(outbox, job)).toMatchObject({ state: 'confirmed', unknownAt: firstAt })
  },

  'a settlement takes a legal step or leaves the state as it is; any other hits no row': async outbox => {
    const hold = await openLane(outbox)
    for (const from of jobStates) {
      for (const to of settlements) {
        const job = await bringTo(outbox, buildJob(), hold, from)
        const isSettled = await settle(outbox, { job, hold, to })
        expect({ from, to, isSettled }).toEqual({ from, to, isSettled: isLegal(from, to) })
      }
    }
  },

  'only a waiting job gives way to a newer one': async outbox => {
    const hold = await openLane(outbox)
    for (const state of jobStates) {
      const job = await bringTo(outbox, buildJob(), hold, state)
      const written = await outbox.db.write([outbox.ledger.supersede(job, outbox.clock.now())])
      expect({ state, gaveWay: written.committed }).toEqual({ state, gaveWay: state === 'waiting' })
    }
  },

  'a newer job is not stored where the one before it could not give way': async outbox => {
    const hold = await openLane(outbox)
    const sending = await bringTo(outbox, buildJob(), hold, 'sending')
    const { db, ledger, clock } = outbox
    const written = await db.write([ledger.enqueue(buildJob()), ledger.supersede(sending, clock.now())])
    expect(written).toEqual({ committed: false, lostAt: 1 })
    expect(await ledger.openJobs(lane)).toHaveLength(1)
  },

  'a transaction with a lost race in its middle leaves nothing behind, before it or after it': async outbox => {
    const hold = await openLane(outbox)
    const done = await bringTo(outbox, buildJob(), hold, 'confirmed')
    const { db, ledger, clock } = outbox
    const written = await db.write([
      ledger.raiseLane('jira/before', 'jira'),
      ledger.supersede(done, clock.now()),
      ledger.raiseLane('jira/after', 'jira'),
    ])
    expect(written).toEqual({ committed: false, lostAt: 1 })
    expect(await wantedLanes(outbox)).toEqual([])
  },

  'a lost race undoes its own transaction and no other that is written at the same time': async outbox => {
    const hold = await openLane(outbox)
    const done = await bringTo(outbox, buildJob(), hold, 'confirmed')
    const { db, ledger, clock } = outbox
    const written = await Promise.all([
      db.write([ledger.raiseLane('jira/one', 'jira')]),
      db.write([ledger.raiseLane('jira/two', 'jira'), ledger.supersede(done, clock.now())]),
      db.write([ledger.raiseLane('jira/three', 'jira')]),
    ])
    expect(written.map(one => one.committed)).toEqual([true, false, true])
    expect(await wantedLanes(outbox)).toEqual(['jira/one', 'jira/three'])
  },
}

function isLegal(from: JobState, to: (typeof settlements)[number]): boolean {
  // Tried without having sent, or looked up without having found: the job stays what it was.
  const mayStay = from === to && (from === 'waiting' || from === 'unknown')
  // What is dead is an operator's, not a worker's.
  return mayStay || (from !== 'dead' && jobTransitions[from].includes(to))
}

function settlementOf(at: number) {
  return {
    at,
    tries: 0,
    nextAt: at,
    reason: null,
    lateSweepAt: null,
    attempt: {
      id: `attempt-at-${at}`,
      purpose: 'apply' as const,
      startedAt: at,
      endedAt: at,
      outcome: 'confirmed',
      code: null,
      message: null,
      exchanges: [],
    },
  }
}
