import type { NewId } from '../domain/ids'
import type { Json } from '../domain/json'
import type { TicketChange } from '../domain/ticket'
import { insertChange, type StoredChange } from '../store/changes'
import type { Database } from '../store/database'
import type { Statement } from '../store/statement'
import type { Decided } from './decide'
import type { HeardChanges } from './read-changes'

interface RecordInput {
  decided: Decided
  heard: HeardChanges
  lane: string
  newId: NewId
  now: number
}

/** One row for everything that was heard; the last one carries which rules decided. */
export function changeStatements(read: Database['read'], input: RecordInput): Statement[] {
  const { decided, heard, lane, newId, now } = input
  const sources: { receiptId: string | null; change: TicketChange }[] = heard.ofReceipts.flatMap(
    ({ receipt, changes }) => changes.map(change => ({ receiptId: receipt.id, change })),
  )
  if (heard.reread !== null) sources.push({ receiptId: null, change: heard.reread })
  const decisions = [{ decision: decided.decision }, ...decided.decisions] as unknown as Json
  return sources.map(({ receiptId, change }, index) => {
    const stored: StoredChange = {
      id: newId(),
      lane,
      linkId: decided.link.id,
      receiptId,
      kind: change.kind,
      identity: identityOf(change),
      versionAt: change.version.at,
      detail: detailOf(change),
      decisions: index === sources.length - 1 ? decisions : [],
      mappingVersion: decided.mappingVersion,
      createdAt: now,
    }
    return insertChange(read, stored)
  })
}

/** The vendor's identity of what happened. */
function identityOf(change: TicketChange): string {
  const stamp = `${change.version.at}.${change.version.counter ?? 0}`
  if (change.kind === 'comment' || change.kind === 'attachment') return `${change.kind}:${change.id}@${stamp}`
  return `${change.kind}@${stamp}`
}

/** What the timeline shows: which fields were spoken of, never their text (that stands in the receipt). */
function detailOf(change: TicketChange): Json {
  if (change.kind === 'ticket-state') {
    return {
      complete: change.complete,
      fields: Object.keys(change.fields).sort(),
      ...(change.key === undefined ? {} : { key: change.key }),
    }
  }
  if (change.kind === 'ticket-deleted') return {}
  return { id: change.id, deleted: change.deleted }
}
