import { type EnrichmentRefusal, insufficientAccess, invalidPostBody, isRefusal } from '../domain/enrichment-refusal'
import { hasRole } from '../domain/role'
import type { LaneLedger } from '../outbox/outbox'
import type { Database } from '../store/database'
import type { EnrichmentRequest } from './enrichment-request'
import { judgeRecord } from './judge-record'
import { type MappingParts, mapRawRecord } from './map-raw-record'
import { type EnrichmentFlags, mostRecords, readEnrichmentPost } from './read-enrichment-post'
import { type RecordOutcome, storeOnce } from './store-once'
import { type TellStoredParts, tellStored } from './tell-stored'

/** `outcomes` of a list are in its order; a single record is never refused here, but as a whole. */
export type EnrichmentAnswer =
  | { refusal: EnrichmentRefusal }
  | { flags: EnrichmentFlags; outcomes: RecordOutcome[]; isList: boolean; isReplay: boolean }

export interface TakeEnrichmentsParts extends MappingParts, TellStoredParts {
  db: Pick<Database, 'read' | 'write'>
  ledger: Pick<LaneLedger, 'raiseLane'>
  /** Name of the member that may hold the fields. */
  fieldsName: string
  /** Columns that a table does not have are refused, or kept aside. */
  unknownColumns: 'refuse' | 'keep'
  /** How long the same request is answered the same. */
  idempotencyMs: number
  /** 32 hex digits, never the same twice. */
  newRecordId(): string
  /** Something was stored whose link is to be found; results of links with these lanes changed. */
  onStored(lanes: readonly string[]): void
}

/**
 * Stores what a script posts to the enrichment API, all of a request in one transaction; resolves after the commit. The
 * same request again, by its key or by its content, stores nothing and is answered as it was the first time.
 */
export function createTakeEnrichments(parts: TakeEnrichmentsParts) {
  return async (request: EnrichmentRequest): Promise<EnrichmentAnswer> => {
    if (!hasRole(request.caller.roles, 'sn_sec_cmn.api_write')) return { refusal: insufficientAccess() }
    const startedAt = parts.now()
    const post = readEnrichmentPost(request.body, request.query, parts.fieldsName)
    if ('refusal' in post) return post
    const { flags, records } = post
    const mapped = records.map(fields => mapRawRecord(parts, request.kind, fields))
    const isList = post.isList || mapped.some(Array.isArray)
    const drafts = mapped.flat()
    if (drafts.length > mostRecords)
      return { refusal: invalidPostBody(`A request may make ${mostRecords} records at most.`) }
    const outcomes = drafts.map(draft =>
      isRefusal(draft) ? draft : judgeRecord(parts, request.caller, { ...draft, flags }),
    )
    const refused = outcomes.find(isRefusal)
    if (!isList && refused !== undefined) return { refusal: refused }
    const kept = await storeOnce(parts, request, outcomes)
    if ('refusal' in kept) return kept
    tellStored(parts, request, { ...kept, startedAt })
    return { flags, isList, ...kept }
  }
}
