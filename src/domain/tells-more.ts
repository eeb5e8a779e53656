import { compareVersions } from './merge-changes'
import type { TicketChange, TicketSnapshot, Version } from './ticket'

/**
 * Whether a reading of a ticket says anything newer than the snapshot. A comment or file counts by itself: a later
 * change of the ticket that was heard must not hide an earlier comment that was not.
 */
export function tellsMore(snapshot: TicketSnapshot, changes: readonly TicketChange[]): boolean {
  // Ids are never used again: whatever is still read of a deleted ticket is old.
  if (snapshot.deletedAt !== undefined) return false
  return changes.some(change => {
    if (change.kind === 'ticket-deleted') return true
    if (change.kind === 'ticket-state')
      return (change.complete && !snapshot.complete) || compareVersions(change.version, snapshot.version) > 0
    return isNewer(change, change.kind === 'comment' ? snapshot.comments : snapshot.attachments)
  })
}

type Known = Record<string, { value: { deleted: boolean }; version: Version }>

function isNewer({ id, version }: { id: string; version: Version }, known: Known): boolean {
  const one = Object.hasOwn(known, id) ? known[id] : undefined
  return one === undefined || (!one.value.deleted && compareVersions(version, one.version) > 0)
}
