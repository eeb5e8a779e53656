import { jobStates } from '../../../src/domain/job'
import { buildJob, buildSettlement } from '../../builders/rows'
import { bringTo, enqueue, type OutboxPromises, openLane, stored } from './engine'

export const operatorPromises: OutboxPromises = {
  'a job that does not exist is not found': async ({ ledger }) => {
    expect(await ledger.jobById('no-such-job')).toBeUndefined()
  },

  'only a dead job is sent again: at once, with all its tries, and with what is known of its first sending':
    async outbox => {
      const hold = await openLane(outbox)
      for (const state of jobStates) {
        const job = await bringTo(outbox, buildJob(), hold, state)
        const written = await outbox.db.write([outbox.ledger.revive(job, 777)])
        expect({ state, revived: written.committed }).toEqual({ state, revived: state === 'dead' })
        if (state !== 'dead') continue
        expect(await stored(outbox, job)).toMatchObject({ state: 'waiting', tries: 0, nextAt: 777, sentAt: job.sentAt })
      }
    },

  'only a dead job is given up': async outbox => {
    const hold = await openLane(outbox)
    for (const state of jobStates) {
      const job = await bringTo(outbox, buildJob({ kind: 'update-container' }), hold, state)
      const written = await outbox.db.write(outbox.ledger.discard(job, outbox.clock.now()))
      expect({ state, discarded: written.committed }).toEqual({ state, discarded: state === 'dead' })
    }
  },

  'of two operators who decide at once, one decides': async outbox => {
    const hold = await openLane(outbox)
    const dead = await bringTo(outbox, buildJob(), hold, 'dead')
    const { db, ledger } = outbox
    const decided = await Promise.all([db.write([ledger.revive(dead, 1)]), db.write(ledger.discard(dead, 1))])
    expect(decided.filter(one => one.committed)).toHaveLength(1)
  },

  'a discarded creation takes the jobs that wait behind it; other lanes and earlier jobs stay': async outbox => {
    const hold = await openLane(outbox)
    const earlier = await bringTo(outbox, buildJob(), hold, 'waiting')
    const dead = await bringTo(outbox, buildJob(), hold, 'dead')
    const behind = await bringTo(outbox, buildJob({ kind: 'update-container' }), hold, 'waiting')
    const elsewhere = buildJob({ lane: 'jira/10043' })
    await enqueue(outbox, elsewhere)
    await outbox.db.write(outbox.ledger.discard(dead, outbox.clock.now()))
    expect((await stored(outbox, dead)).state).toBe('discarded')
    expect((await stored(outbox, behind)).state).toBe('superseded')
    expect((await stored(outbox, earlier)).state).toBe('waiting')
    expect((await stored(outbox, elsewhere)).state).toBe('waiting')
  },

  'a discarded update takes nothing with it': async outbox => {
    const hold = await openLane(outbox)
    const dead = await bringTo(outbox, buildJob({ kind: 'update-container' }), hold, 'dead')
    const behind = await bringTo(outbox, buildJob({ kind: 'update-container' }), hold, 'waiting')
    await outbox.db.write(outbox.ledger.discard(dead, outbox.clock.now()))
    expect((await stored(outbox, behind)).state).toBe('waiting')
  },

  'a confirmed job whose fate was once unknown is due for the late sweep at its time, once': async outbox => {
    const hold = await openLane(outbox)
    const { db, ledger } = outbox
    const job = await bringTo(outbox, buildJob(), hold, 'unknown')
    await db.write(ledger.settle(job, hold, buildSettlement({ state: 'confirmed', lateSweepAt: 5000 })))
    expect(await ledger.dueForLateSweep(4999, 10)).toEqual([])
    const due = await ledger.dueForLateSweep(5000, 10)
    expect(due.map(({ id, state }) => ({ id, state }))).toEqual([{ id: job.id, state: 'confirmed' }])
    await ledger.sweptLate(job)
    expect(await ledger.dueForLateSweep(5000, 10)).toEqual([])
  },
}
