import type { ContainerPoller } from '../connectors/connector'
import { type PolledCollection, polledCollections } from '../domain/polled-collection'
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
/** Of one transaction; only a look after a long silence finds more. */
const mostReceipts = 1_000

/** One page of one collection, read and not yet committed. */
interface ReadPage {
  collection: PolledCollection
  records: number
  receipts: Receipt[]
  checkpoint: ReturnType<typeof saveCheckpoint>[]
  startedAt: number
}

/**
 * One look into a SOAR: reads what happened in each collection since its checkpoint. What concerns linked containers
 * becomes receipts in the lanes of their tickets. They are committed together, with the checkpoints, so that a lane that
 * is at work meanwhile hears all of a look or nothing: what was said before a container was closed is told before. A
 * window read twice changes nothing. Raises what the connector raises, after committing what was read before.
 */
export async function pollSoar(
  parts: PollSoarParts,
  { soarConnection, collections }: { soarConnection: string; collections: readonly PolledCollection[] },
): Promise<void> {
  let pages: ReadPage[] = []
  try {
    for await (const page of readLook(parts, soarConnection, collections)) {
      pages.push(page)
      if (pages.reduce((sum, { receipts }) => sum + receipts.length, 0) < mostReceipts) continue
      await storePages(parts, soarConnection, pages)
      pages = []
    }
  } finally {
    await storePages(parts, soarConnection, pages)
  }
}

async function* readLook(
  parts: PollSoarParts,
  soarConnection: string,
  collections: readonly PolledCollection[],
): AsyncGenerator<ReadPage> {
  for (const collection of polledCollections.filter(one => collections.includes(one)))
    yield* readPages(parts, soarConnection, collection)
}

async function* readPages(
  parts: PollSoarParts,
  soarConnection: string,
  collection: PolledCollection,
): AsyncGenerator<ReadPage> {
  const { db, now, pollerOf } = parts
  let since = await findCheckpoint(db.read, { connection: soarConnection, collection })
  for (let page = 0; page < pagesPerRound; page += 1) {
    const startedAt = now()
    const { changes, mark, isMore } = await pollerOf(soarConnection).poll({ collection, since, limit: recordsPerPage })
    const receipts = await polledReceipts(parts, { soarConnection, changes, readAt: startedAt })
    const isMoved = since === null || since.at !== mark.at || since.id !== mark.id
    const place = { connection: soarConnection, collection, at: mark.at, id: mark.id }
    const checkpoint = isMoved ? [saveCheckpoint(db.read, place)] : []
    yield { collection, records: changes.length, receipts, checkpoint, startedAt }
    if (!isMore) return
    since = mark
  }
}

/** Commits them with their checkpoints, and wakes the lanes of receipts that are new. */
async function storePages(
  { db, wake, events, now }: PollSoarParts,
  soarConnection: string,
  pages: readonly ReadPage[],
): Promise<void> {
  const insert = createReceiptInsert(db.read)
  const inserts = pages.flatMap(({ receipts }) => receipts.map(insert))
  const statements = [...inserts, ...pages.flatMap(({ checkpoint }) => checkpoint)]
  if (statements.length === 0) return
  const written = await db.write(statements)
  if (!written.committed) return
  let at = 0
  for (const { collection, records, receipts, startedAt } of pages) {
    const changes = written.changes.slice(at, at + receipts.length)
    at += receipts.length
    const fresh = receipts.filter((_, index) => changes[index] === 1)
    for (const lane of new Set(fresh.map(receipt => receipt.lane))) if (lane !== null) wake(lane)
    if (fresh.length === 0) continue
    const counts = { records, receipts: fresh.length, ms: now() - startedAt }
    events.emit('soar.polled', { connection: soarConnection, collection, ...counts })
  }
}
