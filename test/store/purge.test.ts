import { createIdSource } from '../../src/domain/ids'
import { jobStates } from '../../src/domain/job'
import type { ReceiptState } from '../../src/domain/receipt'
import { createLedger } from '../../src/outbox/ledger'
import { createPurgeStore } from '../../src/store/purge'
import { createReceiptInsert } from '../../src/store/receipts'
import { buildAttempt, buildJob, buildReceipt, buildSettlement, newYear } from '../builders/rows'
import { type OpenedStore, openStore } from '../support/open-store'

const day = 86_400_000
const oldId = createIdSource({ now: () => newYear - 10 * day })
const before = newYear - 5 * day

let store: OpenedStore

beforeAll(async () => {
  store = await openStore()
})
beforeEach(() => void store.raw.exec('delete from receipts; delete from jobs; delete from attempts; delete from lanes'))
afterAll(() => store.close())

const purgeStore = () => createPurgeStore(store.db)
const receiptStates: ReceiptState[] = ['pending', 'processed', 'quarantined', 'ignored']

async function insertReceipts(count: number, changes: Parameters<typeof buildReceipt>[0] = {}): Promise<void> {
  const insert = createReceiptInsert(store.db.read)
  const receipts = Array.from({ length: count }, () => buildReceipt({ id: oldId(), ...changes }))
  await store.db.write(receipts.map(insert))
}

async function insertJobs(...jobs: ReturnType<typeof buildJob>[]): Promise<void> {
  await store.db.write(jobs.map(job => ledger().enqueue(job)))
}

const ledger = () => createLedger({ ...store.db, now: () => newYear, leaseMs: 1000 })
const states = (table: 'receipts' | 'jobs') =>
  store.rows<{ state: string }>(`select state from ${table} order by state`).map(row => row.state)

describe('the purge', () => {
  test('keeps what is pending or quarantined, whatever its age', async () => {
    for (const state of receiptStates) await insertReceipts(1, { state })
    expect(await purgeStore().purgeReceipts(before, 100)).toBe(2)
    expect(states('receipts')).toEqual(['pending', 'quarantined'])
  })

  test('keeps what is younger than its retention, by the time in its id', async () => {
    const justBefore = createIdSource({ now: () => before - 1 })
    const justThen = createIdSource({ now: () => before })
    await insertReceipts(1, { id: justBefore(), state: 'processed' })
    await insertReceipts(1, { id: justThen(), state: 'processed' })
    expect(await purgeStore().purgeReceipts(before, 100)).toBe(1)
    expect(await purgeStore().purgeReceipts(before + 1, 100)).toBe(1)
  })

  test('goes in steps no larger than asked for, the oldest first', async () => {
    await insertReceipts(5, { state: 'processed' })
    const [oldest] = store.rows<{ id: string }>('select id from receipts order by id')
    expect(await purgeStore().purgeReceipts(before, 2)).toBe(2)
    expect(store.rows('select id from receipts where id = ?', oldest?.id)).toEqual([])
    expect(await purgeStore().purgeReceipts(before, 2)).toBe(2)
    expect(await purgeStore().purgeReceipts(before, 2)).toBe(1)
    expect(await purgeStore().purgeReceipts(before, 2)).toBe(0)
  })

  test('removes jobs that are done and keeps those that ask for work or hold it back', async () => {
    for (const state of jobStates) await insertJobs(buildJob({ id: oldId(), state, updatedAt: before - 1 }))
    expect(await purgeStore().purgeJobs(before, 100)).toBe(3)
    expect(states('jobs')).toEqual(['dead', 'sending', 'unknown', 'waiting'])
  })

  test('keeps an old job that was done only lately', async () => {
    await insertJobs(buildJob({ id: oldId(), state: 'confirmed', updatedAt: before }))
    expect(await purgeStore().purgeJobs(before, 100)).toBe(0)
  })

  test('keeps a confirmed job until its late sweep, and no longer', async () => {
    const job = buildJob({ id: oldId(), state: 'confirmed', updatedAt: 1 })
    await insertJobs(job)
    store.raw.exec('update jobs set late_sweep_at = 5')
    expect(await purgeStore().purgeJobs(before, 100)).toBe(0)
    await ledger().sweptLate(job)
    expect(await purgeStore().purgeJobs(before, 100)).toBe(1)
  })

  test('removes a job that was of unknown fate, died and was given up', async () => {
    const job = buildJob({ id: oldId() })
    await insertJobs(job)
    const { raiseLane, acquireLane, markSending, settle, discard, jobById } = ledger()
    await store.db.write([raiseLane(job.lane, 'jira')])
    const hold = await acquireLane(job.lane, 'worker')
    if (hold === null) throw new Error('the lane is free')
    const current = async () => (await jobById(job.id)) ?? job
    await store.db.write([markSending(job, hold, 1)])
    await store.db.write(settle(await current(), hold, buildSettlement({ state: 'unknown', at: 1 })))
    await store.db.write(settle(await current(), hold, buildSettlement({ state: 'dead', at: 1, lateSweepAt: 5 })))
    await store.db.write(discard(await current(), 1))
    expect(await purgeStore().purgeJobs(before, 100)).toBe(1)
  })

  test('removes keys of requests that have ended, the oldest first', async () => {
    const insert = store.raw.prepare("insert into idempotency_keys values ('default', ?, 'sha', '[]', ?)")
    for (const [key, expiresAt] of [
      ['a', 3],
      ['b', 1],
      ['c', 2],
      ['d', 4],
    ])
      insert.run(key, expiresAt)
    const left = () =>
      store.rows<{ key: string }>('select key from idempotency_keys order by key').map(({ key }) => key)
    expect(await purgeStore().purgeIdempotencyKeys(3, 2)).toBe(2)
    expect(left()).toEqual(['a', 'd'])
    expect(await purgeStore().purgeIdempotencyKeys(3, 2)).toBe(1)
    expect(left()).toEqual(['d'])
  })

  test('removes old attempts, of open jobs too', async () => {
    await insertJobs(buildJob({ state: 'waiting' }))
    const insert = (id: string) =>
      store.raw
        .prepare("insert into attempts values (?, 'j', 'l', 'apply', 1, 1, 1, 'retry', null, null, '[]')")
        .run(id)
    for (const id of [oldId(), oldId(), buildAttempt().id]) insert(id)
    expect(await purgeStore().purgeAttempts(before, 100)).toBe(2)
    expect(store.rows('select id from attempts')).toHaveLength(1)
  })
})
