import type { PurgeStore } from '../store/purge'
import type { Events } from '../telemetry/events'

export interface PurgeParts {
  store: PurgeStore
  now(): number
  retention: { receiptsDays: number; attemptsDays: number; jobsDays: number }
  events: Events
}

const dayMs = 86_400_000
/** Small, so that no commit behind it waits for long. */
const rowsPerStep = 200
const stepsPerRun = 500

/** Removes what is older than its retention: digested receipts, attempts, and jobs that are done; and ended keys of requests. */
export async function purge({ store, now, retention, events }: PurgeParts): Promise<void> {
  const startedAt = now()
  const before = (days: number) => now() - days * dayMs
  const attempts = await inSteps(() => store.purgeAttempts(before(retention.attemptsDays), rowsPerStep))
  const jobs = await inSteps(() => store.purgeJobs(before(retention.jobsDays), rowsPerStep))
  const receipts = await inSteps(() => store.purgeReceipts(before(retention.receiptsDays), rowsPerStep))
  const idempotencyKeys = await inSteps(() => store.purgeIdempotencyKeys(now(), rowsPerStep))
  if (attempts + jobs + receipts + idempotencyKeys > 0)
    events.emit('receipts.purged', { receipts, attempts, jobs, idempotencyKeys, ms: now() - startedAt })
}

async function inSteps(step: () => Promise<number>): Promise<number> {
  let removed = 0
  for (let steps = 0; steps < stepsPerRun; steps += 1) {
    const rows = await step()
    removed += rows
    if (rows < rowsPerStep) break
  }
  return removed
}
