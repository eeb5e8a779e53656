import type { ContainerPoller, PolledCollection } from '../connectors/connector'
import type { Receipt } from '../domain/receipt'
import { findCheckpoint, saveCheckpoint } from '../store/checkpoints'
import type { Database } from '../store/database'
import { createReceiptInsert } from '../store/receipts'
import type { Events } from '../telemetry/events'
import { type PolledReceiptsParts, polledReceipts } from './polled-receipts'

export interface PollSoarParts extends PolledReceiptsParts {
  db: Pick<Database, 'read' | 'write'>
  pollerOf(soarConnection: string): Pick<ContainerPoller, 'poll'>
  wake(lane: string): void
  now(): number
  events: Events
}

const recordsPerPage = 200
/** What lies beyond waits for the next round. */
const pagesPerRound = 25

/**
 * Reads what happened in one collection of one SOAR since the checkpoint. What concerns linked containers becomes
 * receipts in the lanes of their tickets, committed together with the checkpoint; a window read twice changes nothing.
 * Raises what the connector raises.
 */
export async function pollSoar(
  parts: PollSoarParts,
  { soarConnection, collection }: { soarConnection: string; collection: PolledCollection },
): Promise<void> {
  const { db, now } = parts
  for (let page = 0; page < pagesPerRound; page += 1) {
    const since = await findCheckpoint(db.read, { connection: soarConnection, collection })
    const startedAt = now()
    const { changes, mark, isMore } = await parts
      .pollerOf(soarConnection)
      .poll({ collection, since, limit: recordsPerPage })
    const receipts = await polledReceipts(parts, { soarConnection, changes, readAt: startedAt })
    const isMoved = since === null || since.at !== mark.at || since.id !== mark.id
    const checkpoint = isMoved
      ? [saveCheckpoint(db.read, { connection: soarConnection, collection, at: mark.at, id: mark.id })]
      : []
    const fresh = await storeFresh(parts, receipts, checkpoint)
    if (fresh > 0) {
      const counts = { records: changes.length, receipts: fresh, ms: now() - startedAt }
      parts.events.emit('soar.polled', { connection: soarConnection, collection, ...counts })
    }
    if (!isMore) return
  }
}

/** Commits them with the checkpoint and wakes the lanes of those that are new; answers how many are. */
async function storeFresh(
  { db, wake }: PollSoarParts,
  receipts: Receipt[],
  checkpoint: ReturnType<typeof saveCheckpoint>[],
): Promise<number> {
  if (receipts.length + checkpoint.length === 0) return 0
  const insert = createReceiptInsert(db.read)
  const written = await db.write([...receipts.map(insert), ...checkpoint])
  if (!written.committed) return 0
  const fresh = receipts.filter((_, index) => written.changes[index] === 1)
  for (const lane of new Set(fresh.map(receipt => receipt.lane))) if (lane !== null) wake(lane)
  return fresh.length
}
