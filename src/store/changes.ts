import type { Kysely } from 'kysely'
import type { Json } from '../domain/json'
import { type Statement, toStatement } from './statement'
import type { Tables } from './tables'

/** What happened to a ticket, and which rule decided what the container holds of it. */
export interface StoredChange {
  id: string
  lane: string
  linkId: string
  /** Null for what was read from the system instead of received. */
  receiptId: string | null
  kind: string
  /** The vendor's identity of what happened. */
  identity: string
  versionAt: number
  detail: Json
  decisions: Json
  mappingVersion: string
  createdAt: number
}

export function insertChange(read: Kysely<Tables>, change: StoredChange): Statement {
  return toStatement(
    read.insertInto('changes').values({
      id: change.id,
      lane: change.lane,
      link_id: change.linkId,
      receipt_id: change.receiptId,
      kind: change.kind,
      identity: change.identity,
      version_at: change.versionAt,
      detail: JSON.stringify(change.detail),
      decisions: JSON.stringify(change.decisions),
      mapping_version: change.mappingVersion,
      created_at: change.createdAt,
    }),
  )
}
