import type { JobState } from '../../src/domain/job'
import { createLedger } from '../../src/outbox/ledger'
import type { LaneHold, Ledger } from '../../src/outbox/outbox'
import type { Statement } from '../../src/store/statement'
import { createManualClock } from '../support/manual-clock'
import { type OpenedStore, openStore } from '../support/open-store'
import type { OpenedOutbox, OutboxEngine } from './outbox/engine'
import { describeOutbox, keepPromise } from './outbox-suite'

const leaseMs = 30_000

let opened: Promise<OpenedStore> | undefined

/** One database for all, emptied each time: to open one anew costs more than most promises. */
const sqlite: OutboxEngine = {
  async open() {
    opened ??= openWithSteps()
    const store = await opened
    store.raw.exec(['lanes', 'jobs', 'attempts', 'receipts', 'steps'].map(table => `delete from ${table}`).join(';'))
    const clock = createManualClock()
    return {
      db: store.db,
      ledger: createLedger({ ...store.db, now: clock.now, leaseMs }),
      clock,
      leaseMs,
      steps: async () => store.rows<{ from: JobState; to: JobState }>('select old as "from", new as "to" from steps'),
      close: async () => {},
    }
  },
}

async function openWithSteps(): Promise<OpenedStore> {
  const store = await openStore()
  store.raw.exec(`
    create table steps (id integer primary key, old text, new text) strict;
    create trigger job_steps after update of state on jobs when old.state <> new.state
      begin insert into steps (old, new) values (old.state, new.state); end`)
  return store
}

afterAll(async () => (await opened)?.close())

describeOutbox('SQLite', sqlite)

/** The engine with one part replaced. */
function altered(alter: (outbox: OpenedOutbox) => Partial<OpenedOutbox>): OutboxEngine {
  return {
    open: async () => {
      const outbox = await sqlite.open()
      return { ...outbox, ...alter(outbox) }
    },
  }
}

function withLedger(alter: (ledger: Ledger, outbox: OpenedOutbox) => Partial<Ledger>): OutboxEngine {
  return altered(outbox => ({ ledger: { ...outbox.ledger, ...alter(outbox.ledger, outbox) } }))
}

/** Takes the last condition away; it must be there. */
function withoutLast(statement: Statement, condition: RegExp, parameters: number): Statement {
  if (!condition.test(statement.sql)) throw new Error(`nothing to take away from: ${statement.sql}`)
  const kept = parameters === 0 ? statement.parameters : statement.parameters.slice(0, -parameters)
  return { ...statement, sql: statement.sql.replace(condition, ''), parameters: kept }
}

const fence = / and exists \(select "lane" from "lanes".*\)$/
const unfenced = (statement: Statement) => withoutLast(statement, fence, 3)

describe('the suite notices an outbox', () => {
  test.each<[what: string, engine: OutboxEngine, promise: string]>([
    [
      'that marks as sending without the fence',
      withLedger(ledger => ({ markSending: (job, hold, at) => unfenced(ledger.markSending(job, hold, at)) })),
      'whoever lost its lane marks nothing as being sent',
    ],
    [
      'that settles without the fence',
      withLedger(ledger => ({
        settle: (job, hold, settlement) =>
          ledger.settle(job, hold, settlement).map((one, index) => (index === 0 ? unfenced(one) : one)),
      })),
      'the result of whoever lost its lane hits no row, even where the new holder sends the same job again',
    ],
    [
      'whose fence does not grow',
      withLedger((_, { db, clock }) => ({
        acquireLane: async (lane, holder) => {
          const hold: LaneHold = { lane, holder, fence: 1, leaseUntil: clock.now() + leaseMs, digestedAt: 0 }
          const sql = 'update lanes set holder = ?, fence = 1, lease_until = ?, wanted = 0 where lane = ?'
          await db.write([{ sql, parameters: [holder, hold.leaseUntil, lane] }])
          return hold
        },
      })),
      'the fence grows with every holder',
    ],
    [
      'that forgets what the last holder was sending',
      withLedger((ledger, { db }) => ({
        acquireLane: async (lane, holder) => {
          const hold = await ledger.acquireLane(lane, holder)
          await db.write([{ sql: "update jobs set state = 'waiting' where state = 'unknown'", parameters: [] }])
          return hold
        },
      })),
      'what the last holder was sending is of unknown fate once the lane is taken over, due at once',
    ],
    [
      'that lets a lane go while work is wanted',
      withLedger((_, { db }) => ({
        releaseLane: async ({ lane }) => {
          await db.write([{ sql: 'update lanes set holder = null where lane = ?', parameters: [lane] }])
          return true
        },
      })),
      'a lane is not let go while work was asked for meanwhile; the second look lets it go',
    ],
    [
      'that replaces what is being sent',
      withLedger(ledger => ({
        supersede: (job, at) => withoutLast(ledger.supersede(job, at), / and "state" = \?$/, 1),
      })),
      'only a waiting job gives way to a newer one',
    ],
    [
      'that knows no op ids',
      withLedger(ledger => ({ enqueue: job => ledger.enqueue({ ...job, opId: job.id }) })),
      'the same thing asked twice is one job',
    ],
    [
      'that discards a creation and leaves its followers',
      withLedger(ledger => ({ discard: (job, at) => ledger.discard(job, at).slice(0, 1) })),
      'a discarded creation takes the jobs that wait behind it; other lanes and earlier jobs stay',
    ],
    [
      'that revives whatever it is told',
      withLedger(ledger => ({ revive: (job, at) => withoutLast(ledger.revive(job, at), / and "state" = \?$/, 1) })),
      'only a dead job is sent again: at once, with all its tries, and with what is known of its first sending',
    ],
    [
      'that finds work of paused connections',
      withLedger(ledger => ({ lanesWithWork: query => ledger.lanesWithWork({ ...query, pausedConnections: [] }) })),
      'what waits only for a paused connection is left out',
    ],
    [
      'that writes on after a lost race',
      altered(({ db }) => ({
        db: { ...db, write: statements => db.write(statements.map(({ sql, parameters }) => ({ sql, parameters }))) },
      })),
      'a transaction with a lost race in its middle leaves nothing behind, before it or after it',
    ],
    [
      'in which a job takes a step that no job may take',
      withLedger((ledger, { db }) => ({
        sweptLate: async job => {
          await ledger.sweptLate(job)
          await db.write([{ sql: "update jobs set state = 'waiting' where id = ?", parameters: [job.id] }])
        },
      })),
      'a confirmed job whose fate was once unknown is due for the late sweep at its time, once',
    ],
  ])('%s', async (_, engine, promise) => {
    await expect(keepPromise(engine, promise)).rejects.toThrow(/expect\(/)
  })
})
