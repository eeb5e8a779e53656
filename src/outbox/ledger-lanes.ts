import { type Kysely, sql } from 'kysely'
import { openJobStates } from '../domain/job'
import { parseLane } from '../domain/receipt'
import type { Database } from '../store/database'
import { type Statement, toStatement } from '../store/statement'
import type { Tables } from '../store/tables'
import { isOneOf } from './ledger-jobs'
import type { LaneHold, LaneLedger, WorkQuery } from './outbox'

type Parts = Pick<Database, 'read' | 'write'> & { now(): number; leaseMs: number }

export function createLaneLedger(parts: Parts): LaneLedger {
  const { read, write, now, leaseMs } = parts
  return {
    raiseLane: (lane, connection) => raiseLane(read, lane, connection),
    acquireLane: (lane, holder) => acquireLane(parts, lane, holder),
    renewLane: async hold => {
      const leaseUntil = now() + leaseMs
      const renewed = await write([
        toStatement(ofHold(read.updateTable('lanes').set({ lease_until: leaseUntil }), hold), 1),
      ])
      if (renewed.committed) hold.leaseUntil = leaseUntil
      return renewed.committed
    },
    releaseLane: async hold => {
      const release = ofHold(read.updateTable('lanes').set({ holder: null, lease_until: null }), hold)
      const released = await write([toStatement(release.where('wanted', '=', 0), 1)])
      if (released.committed) return true
      // Either work was asked for meanwhile, or the lane is no longer ours: then there is nothing left to release.
      const cleared = await write([toStatement(ofHold(read.updateTable('lanes').set({ wanted: 0 }), hold), 1)])
      return !cleared.committed
    },
    markDigested: (hold, at) => toStatement(ofHold(read.updateTable('lanes').set({ digested_at: at }), hold), 1),
    lanesWithWork: query => lanesWithWork(read, query),
  }
}

function ofHold<T extends { where(column: 'lane' | 'holder' | 'fence', op: '=', value: string | number): T }>(
  query: T,
  hold: LaneHold,
): T {
  return query.where('lane', '=', hold.lane).where('holder', '=', hold.holder).where('fence', '=', hold.fence)
}

function raiseLane(read: Kysely<Tables>, lane: string, connection: string): Statement {
  return toStatement(
    read
      .insertInto('lanes')
      .values({ lane, connection, wanted: 1, holder: null, fence: 0, lease_until: null, digested_at: 0 })
      .onConflict(conflict => conflict.column('lane').doUpdateSet({ wanted: 1 })),
  )
}

async function acquireLane(
  { read, write, now, leaseMs }: Parts,
  lane: string,
  holder: string,
): Promise<LaneHold | null> {
  const at = now()
  const current = await read.selectFrom('lanes').selectAll().where('lane', '=', lane).executeTakeFirst()
  if (current !== undefined && current.holder !== null && (current.lease_until ?? 0) > at) return null
  const leaseUntil = at + leaseMs
  const hold: LaneHold = {
    lane,
    holder,
    fence: (current?.fence ?? 0) + 1,
    leaseUntil,
    digestedAt: current?.digested_at ?? 0,
  }
  const held = { holder, fence: hold.fence, lease_until: leaseUntil, wanted: 0 }
  // A lane has no row before it is first worked: its pending receipts ask for work by themselves.
  const take =
    current === undefined
      ? read
          .insertInto('lanes')
          .values({ ...held, lane, connection: parseLane(lane).connection, digested_at: 0 })
          .onConflict(conflict => conflict.doNothing())
      : read.updateTable('lanes').set(held).where('lane', '=', lane).where('fence', '=', current.fence)
  const taken = await write([toStatement(take, 1), abandonSending(read, lane, at)])
  return taken.committed ? hold : null
}

/** Whoever was sending is gone: what it sent may or may not have been applied. */
function abandonSending(read: Kysely<Tables>, lane: string, at: number): Statement {
  return toStatement(
    read
      .updateTable('jobs')
      .set(eb => ({
        state: 'unknown',
        unknown_at: eb.fn.coalesce('unknown_at', eb.val(at)),
        next_at: at,
        reason: 'interrupted while sending',
        updated_at: at,
      }))
      .where('lane', '=', lane)
      .where('state', '=', 'sending'),
  )
}

/** In the order of their names, so that `after` walks through all of them, however many there are. */
async function lanesWithWork(read: Kysely<Tables>, query: WorkQuery): Promise<string[]> {
  const { limit, after } = query
  const lanes = read.selectFrom('lanes').select('lane').limit(limit)
  const receipts = read
    .selectFrom('receipts')
    .select('lane')
    .distinct()
    .where(sql<boolean>`state = 'pending'`)
    .where('lane', '>', after)
    .orderBy('lane')
    .limit(limit)
  const rows = await Promise.all([
    lanes.where('wanted', '=', 1).where('lane', '>', after).orderBy('lane').execute(),
    // Few, and soon let go: they need no walk.
    lanes.where('holder', 'is not', null).where('lease_until', '<=', query.now).execute(),
    lanesWithDueJobs(read, query).execute(),
    receipts.execute(),
  ])
  const found = new Set(rows.flat().flatMap(row => (row.lane === null ? [] : [row.lane])))
  return [...found].sort().slice(0, limit)
}

/** Lanes that a dead creation holds cannot go on; nor can those whose delivery is paused or held. */
function lanesWithDueJobs(read: Kysely<Tables>, { now, limit, after, pausedConnections, heldConnections }: WorkQuery) {
  const due = read
    .selectFrom('jobs')
    .select('lane')
    .distinct()
    .where(isOneOf([...openJobStates]))
    // The plus keeps the planner from the index by state alone: the walk is along the lanes.
    .where(sql<boolean>`+state in ('waiting', 'unknown')`)
    .where('lane', '>', after)
    .where('next_at', '<=', now)
    .where('connection', 'not in', [...pausedConnections, ''])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('jobs as creation')
            .select('creation.id')
            .whereRef('creation.lane', '=', 'jobs.lane')
            .where(sql<boolean>`creation.state in ('waiting', 'sending', 'unknown', 'dead')`)
            .where(sql<boolean>`+creation.state = 'dead'`)
            .where('creation.kind', '=', 'create-container'),
        ),
      ),
    )
    .orderBy('lane')
    .limit(limit)
  return heldConnections.reduce((query, held) => query.where('lane', 'not like', `${held}/%`), due)
}
