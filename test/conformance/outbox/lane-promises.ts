import { buildJob } from '../../builders/rows'
import { acquire, enqueue, type OutboxPromises, openLane, stored, takeOver } from './engine'

const lane = 'jira/10042'

export const lanePromises: OutboxPromises = {
  'a lane is worked by one holder at a time': async outbox => {
    await openLane(outbox)
    expect(await outbox.ledger.acquireLane(lane, 'worker-2')).toBeNull()
    expect(await outbox.ledger.acquireLane(lane, 'worker-1')).toBeNull()
  },

  'of many that reach for a free lane at once, one gets it': async outbox => {
    await outbox.db.write([outbox.ledger.raiseLane(lane, 'jira')])
    const workers = Array.from({ length: 20 }, (_, n) => `worker-${n}`)
    const holds = await Promise.all(workers.map(worker => outbox.ledger.acquireLane(lane, worker)))
    expect(holds.filter(hold => hold !== null)).toHaveLength(1)
  },

  'a hold names its lane, its holder and its lease': async outbox => {
    const hold = await openLane(outbox)
    expect(hold).toEqual({
      lane,
      holder: 'worker-1',
      fence: 1,
      leaseUntil: outbox.clock.now() + outbox.leaseMs,
      digestedAt: 0,
    })
  },

  'the fence grows with every holder': async outbox => {
    const first = await openLane(outbox)
    await outbox.ledger.releaseLane(first)
    const second = await acquire(outbox, lane)
    const third = await takeOver(outbox, second)
    expect([first.fence, second.fence, third.fence]).toEqual([1, 2, 3])
  },

  'a lease holds until its last millisecond': async outbox => {
    await openLane(outbox)
    outbox.clock.advance(outbox.leaseMs - 1)
    expect(await outbox.ledger.acquireLane(lane, 'worker-2')).toBeNull()
    outbox.clock.advance(1)
    expect(await outbox.ledger.acquireLane(lane, 'worker-2')).not.toBeNull()
  },

  'a renewed lease counts from its renewal': async outbox => {
    const hold = await openLane(outbox)
    outbox.clock.advance(outbox.leaseMs - 1)
    expect(await outbox.ledger.renewLane(hold)).toBe(true)
    expect(hold.leaseUntil).toBe(outbox.clock.now() + outbox.leaseMs)
    outbox.clock.advance(outbox.leaseMs - 1)
    expect(await outbox.ledger.acquireLane(lane, 'worker-2')).toBeNull()
  },

  'a lane that was taken over cannot be renewed by who lost it': async outbox => {
    const lost = await openLane(outbox)
    await takeOver(outbox, lost)
    expect(await outbox.ledger.renewLane(lost)).toBe(false)
  },

  'a released lane is free at once': async outbox => {
    const hold = await openLane(outbox)
    expect(await outbox.ledger.releaseLane(hold)).toBe(true)
    expect(await outbox.ledger.acquireLane(lane, 'worker-2')).not.toBeNull()
  },

  'a lane is not let go while work was asked for meanwhile; the second look lets it go': async outbox => {
    const hold = await openLane(outbox)
    await outbox.db.write([outbox.ledger.raiseLane(lane, 'jira')])
    expect(await outbox.ledger.releaseLane(hold)).toBe(false)
    expect(await outbox.ledger.acquireLane(lane, 'worker-2')).toBeNull()
    expect(await outbox.ledger.releaseLane(hold)).toBe(true)
  },

  'who lost its lane has nothing to let go, and takes it from nobody': async outbox => {
    const lost = await openLane(outbox)
    await takeOver(outbox, lost, 'worker-2')
    await outbox.db.write([outbox.ledger.raiseLane(lane, 'jira')])
    expect(await outbox.ledger.releaseLane(lost)).toBe(true)
    expect(await outbox.ledger.acquireLane(lane, 'worker-3')).toBeNull()
    const wanted = { now: outbox.clock.now(), limit: 10, after: '', pausedConnections: [], heldConnections: [] }
    expect(await outbox.ledger.lanesWithWork(wanted)).toEqual([lane])
  },

  'the time of the last digest goes with the lane from holder to holder': async outbox => {
    const hold = await openLane(outbox)
    await outbox.db.write([outbox.ledger.markDigested(hold, 1234)])
    await outbox.ledger.releaseLane(hold)
    expect((await acquire(outbox, lane)).digestedAt).toBe(1234)
  },

  'who lost its lane cannot digest: everything written with it is undone': async outbox => {
    const lost = await openLane(outbox)
    await takeOver(outbox, lost)
    const { db, ledger, clock } = outbox
    const job = buildJob()
    const written = await db.write([ledger.enqueue(job), ledger.markDigested(lost, clock.now())])
    expect(written).toEqual({ committed: false, lostAt: 1 })
    expect(await ledger.openJobs(lane)).toEqual([])
  },

  'what the last holder was sending is of unknown fate once the lane is taken over, due at once': async outbox => {
    const hold = await openLane(outbox)
    const job = buildJob()
    await enqueue(outbox, job)
    await outbox.db.write([outbox.ledger.markSending(job, hold, outbox.clock.now())])
    await takeOver(outbox, hold)
    const now = outbox.clock.now()
    expect(await stored(outbox, job)).toMatchObject({ state: 'unknown', unknownAt: now, nextAt: now, tries: 0 })
  },

  'what was waiting stays waiting when its lane is taken over': async outbox => {
    const hold = await openLane(outbox)
    const job = buildJob()
    await enqueue(outbox, job)
    await takeOver(outbox, hold)
    expect(await stored(outbox, job)).toMatchObject({ state: 'waiting', unknownAt: null })
  },

  'raising a lane does not free it and does not change its fence': async outbox => {
    const hold = await openLane(outbox)
    await outbox.db.write([outbox.ledger.raiseLane(lane, 'jira')])
    expect(await outbox.ledger.renewLane(hold)).toBe(true)
  },
}
