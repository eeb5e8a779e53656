import type { ContainerChange } from '../domain/container-change'
import { identifyChange } from '../domain/container-snapshot'
import type { Json } from '../domain/json'
import type { TicketChange } from '../domain/ticket'
import { insertChange, type StoredChange } from '../store/changes'
import type { Database } from '../store/database'
import type { Statement } from '../store/statement'
import type { Decided } from './decide'
import type { Heard } from './hear-lane'
import type { More } from './more'

export interface RecordInput {
  decided: Decided
  more: Pick<More, 'decisions'>
  heard: Heard
  lane: string
  newId(): string
  now: number
}

/** One row for everything that was heard; the last one carries which rules decided. */
export function changeStatements(read: Database['read'], input: RecordInput): Statement[] {
  const { decided, more, heard, lane, newId, now } = input
  const { ofReceipts, reread, talk } = heard.ticket
  const sources: Told[] = ofReceipts.flatMap(({ receipt, changes }) =>
    changes.map(change => toldByTicket(receipt.id, change)),
  )
  for (const change of talk) sources.push(toldByTicket(null, change))
  if (reread !== null) sources.push(toldByTicket(null, reread))
  for (const { receipt, change } of heard.soar) sources.push(toldBySoar(receipt.id, change))
  const decisions = [{ decision: decided.decision }, ...decided.decisions, ...more.decisions] as unknown as Json
  return sources.map((told, index) => {
    const stored: StoredChange = {
      ...told,
      id: newId(),
      lane,
      linkId: decided.link.id,
      decisions: index === sources.length - 1 ? decisions : [],
      mappingVersion: decided.mappingVersion,
      createdAt: now,
    }
    return insertChange(read, stored)
  })
}

type Told = Pick<StoredChange, 'receiptId' | 'kind' | 'identity' | 'versionAt' | 'detail'>

function toldByTicket(receiptId: string | null, change: TicketChange): Told {
  const { kind, version } = change
  return { receiptId, kind, identity: identityOf(change), versionAt: version.at, detail: detailOf(change) }
}

function toldBySoar(receiptId: string, change: ContainerChange): Told {
  const detail = change.kind === 'container-state' ? { status: change.state.status } : { id: change.id }
  const { kind, version } = change
  return { receiptId, kind: `soar:${kind}`, identity: identifyChange(change), versionAt: version.at, detail }
}

/** The vendor's identity of what happened. */
function identityOf(change: TicketChange): string {
  const stamp = `${change.version.at}.${change.version.counter ?? 0}`
  return 'id' in change ? `${change.kind}:${change.id}@${stamp}` : `${change.kind}@${stamp}`
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
  return change.kind === 'artifact' ? { id: change.id } : { id: change.id, deleted: change.deleted }
}
