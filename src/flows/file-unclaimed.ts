import { laneOf } from '../domain/receipt'
import { subjectOfResult } from '../mapping/result-subject'
import type { LaneLedger } from '../outbox/outbox'
import type { Database } from '../store/database'
import { fileUnclaimed, leaveUnclaimed, type UnclaimedResult, unclaimedResults } from '../store/unclaimed-results'
import type { Events } from '../telemetry/events'
import { linkKeyAbout } from './link-key-about'
import { type OpenLinkParts, openLinkAbout } from './open-link-about'

export interface FileUnclaimedParts extends OpenLinkParts {
  db: Pick<Database, 'read' | 'write'>
  ledger: OpenLinkParts['ledger'] & Pick<LaneLedger, 'raiseLane'>
  wake(lane: string): void
  events: Events
  /** How long a result waits for its ticket. */
  waitMs: number
}

const resultsAtOnce = 50

/**
 * Gives every result that waited long enough for a ticket to the container of what it is about: one for each tenant and
 * subject, made with the first. Results that more than one ticket claims wait on.
 */
export async function fileUnclaimedResults(parts: FileUnclaimedParts): Promise<void> {
  let isVain = false
  // What was lost was claimed meanwhile, or is looked at again in the next round.
  while (!isVain) {
    const results = await unclaimedResults(parts.db.read, parts.now() - parts.waitMs, resultsAtOnce)
    isVain = true
    for (const result of results) if (await fileResult(parts, result)) isVain = false
  }
}

async function fileResult(parts: FileUnclaimedParts, result: UnclaimedResult): Promise<boolean> {
  const { db, ledger, events, source, wake } = parts
  const subject = subjectOfResult(result)
  if (subject === undefined) return (await db.write([leaveUnclaimed(db.read, result)])).committed
  const key = linkKeyAbout(subject, result.tenant, source.soarConnection)
  const lane = laneOf(key.connection, key.ticketId)
  const { linkId, opening } = await openLinkAbout(parts, { subject, result, key, lane })
  const filed = await db.write([
    ...opening,
    ...fileUnclaimed(db.read, result, { linkId, lane }),
    ledger.raiseLane(lane, key.connection),
  ])
  if (!filed.committed) return false
  events.emit('result.linked', { result: result.id, kind: result.kind, link: linkId })
  wake(lane)
  return true
}
