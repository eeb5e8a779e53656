import { purge } from '../../src/flows/purge'

const day = 86_400_000
const now = 100 * day

/** Tables of so many old rows each. */
function openPurge(old: { receipts: number; attempts: number; jobs: number; idempotencyKeys?: number }) {
  const left = { idempotencyKeys: 0, ...old }
  const steps: { table: string; before: number; limit: number }[] = []
  const told: object[] = []
  const step = (table: keyof typeof left) => async (before: number, limit: number) => {
    steps.push({ table, before, limit })
    const removed = Math.min(limit, left[table])
    left[table] -= removed
    return removed
  }
  const run = () =>
    purge({
      store: {
        purgeReceipts: step('receipts'),
        purgeAttempts: step('attempts'),
        purgeJobs: step('jobs'),
        purgeIdempotencyKeys: step('idempotencyKeys'),
      },
      now: () => now,
      retention: { receiptsDays: 30, attemptsDays: 20, jobsDays: 10 },
      events: { emit: (name, fields) => void told.push({ name, ...fields }) },
    })
  return { run, steps, told, left }
}

describe('the purge', () => {
  test('removes everything that is older than its own retention, and tells how much', async () => {
    const { run, steps, told, left } = openPurge({ receipts: 450, attempts: 10, jobs: 200, idempotencyKeys: 7 })
    await run()
    expect(left).toEqual({ receipts: 0, attempts: 0, jobs: 0, idempotencyKeys: 0 })
    expect(new Set(steps.map(({ table, before }) => `${table} ${before / day}`))).toEqual(
      new Set(['receipts 70', 'attempts 80', 'jobs 90', 'idempotencyKeys 100']),
    )
    expect(told).toEqual([
      { name: 'receipts.purged', receipts: 450, attempts: 10, jobs: 200, idempotencyKeys: 7, ms: 0 },
    ])
  })

  test('goes in small steps, and no further than the first that finds too little', async () => {
    const { run, steps } = openPurge({ receipts: 450, attempts: 0, jobs: 0 })
    await run()
    expect(steps.filter(({ table }) => table === 'receipts')).toHaveLength(3)
    expect(Math.max(...steps.map(({ limit }) => limit))).toBeLessThanOrEqual(200)
  })

  test('says nothing where nothing was old', async () => {
    const { run, told } = openPurge({ receipts: 0, attempts: 0, jobs: 0 })
    await run()
    expect(told).toEqual([])
  })

  test('ends, however much there is, and leaves the rest to the next time', async () => {
    const { run, left } = openPurge({ receipts: 1e9, attempts: 0, jobs: 0 })
    await run()
    expect(left.receipts).toBeGreaterThan(0)
  })
})
