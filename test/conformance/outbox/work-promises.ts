import { createReceiptInsert } from '../../../src/store/receipts'
import { buildJob, buildReceipt } from '../../builders/rows'
import { bringTo, enqueue, type OpenedOutbox, type OutboxPromises, openLane } from './engine'

/** What a sweep finds. */
async function found({ ledger, clock }: OpenedOutbox, pausedConnections: string[] = [], limit = 100) {
  return (
    await ledger.lanesWithWork({ now: clock.now(), limit, after: '', pausedConnections, heldConnections: [] })
  ).sort()
}

async function free(outbox: OpenedOutbox, lane: string): Promise<void> {
  await outbox.ledger.releaseLane(await openLane(outbox, lane))
}

export const workPromises: OutboxPromises = {
  'an empty outbox asks for no work': async outbox => {
    expect(await found(outbox)).toEqual([])
  },

  'a wanted lane asks for work until it is taken': async outbox => {
    await outbox.db.write([outbox.ledger.raiseLane('jira/wanted', 'jira')])
    expect(await found(outbox)).toEqual(['jira/wanted'])
    await openLane(outbox, 'jira/wanted')
    expect(await found(outbox)).toEqual([])
  },

  'a lane whose lease ran out asks for work': async outbox => {
    await openLane(outbox, 'jira/left')
    outbox.clock.advance(outbox.leaseMs - 1)
    expect(await found(outbox)).toEqual([])
    outbox.clock.advance(1)
    expect(await found(outbox)).toEqual(['jira/left'])
  },

  'a waiting job asks for work once it is due': async outbox => {
    await enqueue(outbox, buildJob({ lane: 'jira/due', nextAt: outbox.clock.now() + 10 }))
    expect(await found(outbox)).toEqual([])
    outbox.clock.advance(10)
    expect(await found(outbox)).toEqual(['jira/due'])
  },

  'a job of unknown fate asks for its next look-up': async outbox => {
    const hold = await openLane(outbox, 'jira/unknown')
    await bringTo(outbox, buildJob({ lane: 'jira/unknown' }), hold, 'unknown')
    await outbox.ledger.releaseLane(hold)
    expect(await found(outbox)).toEqual(['jira/unknown'])
  },

  'jobs that are done, dead or given up ask for nothing': async outbox => {
    const hold = await openLane(outbox, 'jira/done')
    for (const state of ['confirmed', 'superseded', 'dead', 'discarded'] as const)
      await bringTo(outbox, buildJob({ lane: 'jira/done' }), hold, state)
    await outbox.ledger.releaseLane(hold)
    expect(await found(outbox)).toEqual([])
  },

  'a pending receipt asks for work; one that is done or has no lane does not': async outbox => {
    const insert = createReceiptInsert(outbox.db.read)
    await outbox.db.write([
      insert(buildReceipt({ lane: 'jira/pending' })),
      insert(buildReceipt({ lane: 'jira/pending' })),
      insert(buildReceipt({ lane: 'jira/done', state: 'processed' })),
      insert(buildReceipt({ lane: null, state: 'quarantined' })),
    ])
    expect(await found(outbox)).toEqual(['jira/pending'])
  },

  'what waits only for a paused connection is left out': async outbox => {
    const insert = createReceiptInsert(outbox.db.read)
    await outbox.db.write([insert(buildReceipt({ lane: 'jira/heard' }))])
    await enqueue(outbox, buildJob({ lane: 'jira/job' }), buildJob({ lane: 'jira/other', connection: 'soar-2' }))
    expect(await found(outbox, [])).toEqual(['jira/heard', 'jira/job', 'jira/other'])
    expect(await found(outbox, ['soar'])).toEqual(['jira/heard', 'jira/other'])
    // What needs no reading is digested although its ticketing system is paused.
    expect(await found(outbox, ['soar', 'soar-2', 'jira'])).toEqual(['jira/heard'])
  },

  'a wanted lane and one whose lease ran out ask for work whatever is paused': async outbox => {
    await openLane(outbox, 'jira/left')
    outbox.clock.advance(outbox.leaseMs)
    await outbox.db.write([outbox.ledger.raiseLane('jira/wanted', 'jira')])
    expect(await found(outbox, ['jira', 'soar'])).toEqual(['jira/left', 'jira/wanted'])
  },

  'a lane is named once, for however many reasons': async outbox => {
    await outbox.db.write([createReceiptInsert(outbox.db.read)(buildReceipt({ lane: 'jira/busy' }))])
    await enqueue(outbox, buildJob({ lane: 'jira/busy' }), buildJob({ lane: 'jira/busy' }))
    await outbox.db.write([outbox.ledger.raiseLane('jira/busy', 'jira')])
    expect(await found(outbox)).toEqual(['jira/busy'])
  },

  'no more lanes are named than asked for': async outbox => {
    for (const number of [1, 2, 3, 4, 5]) await outbox.db.write([outbox.ledger.raiseLane(`jira/${number}`, 'jira')])
    expect(await found(outbox, [], 3)).toHaveLength(3)
  },

  'a stored receipt asks for work on its lane while it is pending, and a lane it is new to can be taken':
    async outbox => {
      const { db, ledger } = outbox
      const insert = createReceiptInsert(db.read)
      const first = buildReceipt({ lane: 'jira/first', deliveryId: 'd-1' })
      const again = buildReceipt({ lane: 'jira/again', deliveryId: 'd-1' })
      for (const receipt of [first, again]) await db.write([insert(receipt)])
      expect(await found(outbox)).toEqual(['jira/first'])
      expect(await ledger.acquireLane('jira/first', 'worker-1')).toMatchObject({ lane: 'jira/first', fence: 1 })
      expect(await ledger.acquireLane('jira/first', 'worker-2')).toBeNull()
    },

  'a free lane that nobody wants asks for nothing': async outbox => {
    await free(outbox, 'jira/free')
    expect(await found(outbox)).toEqual([])
  },
}
