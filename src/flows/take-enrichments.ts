import { type EnrichmentRefusal, insufficientAccess, invalidPostBody, isRefusal } from '../domain/enrichment-refusal'
import type { Json } from '../domain/json'
import type { EnrichmentKind } from '../domain/result-table'
import { type Caller, hasRole } from '../domain/role'
import type { LaneLedger } from '../outbox/outbox'
import type { Database } from '../store/database'
import type { Events } from '../telemetry/events'
import { judgeRecord } from './judge-record'
import { type MappingParts, mapRawRecord } from './map-raw-record'
import { type EnrichmentFlags, mostRecords, readEnrichmentPost } from './read-enrichment-post'
import { type RecordOutcome, storeOnce } from './store-once'

export interface EnrichmentRequest {
  kind: EnrichmentKind
  caller: Caller
  body: Json | undefined
  query: Readonly<Record<string, string | string[] | undefined>>
  /** The header `Idempotency-Key`, where the script sent one. */
  idempotencyKey: string | undefined
}

/** `outcomes` of a list are in its order; a single record is never refused here, but as a whole. */
export type EnrichmentAnswer =
  | { refusal: EnrichmentRefusal }
  | { flags: EnrichmentFlags; outcomes: RecordOutcome[]; isList: boolean; isReplay: boolean }

export interface TakeEnrichmentsParts extends MappingParts {
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
  now(): number
  events: Events
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

function tellStored(
  { events, now }: TakeEnrichmentsParts,
  { kind, caller: { tenant } }: EnrichmentRequest,
  { outcomes, isReplay, startedAt }: { outcomes: RecordOutcome[]; isReplay: boolean; startedAt: number },
): void {
  const kept = outcomes.flatMap(outcome => (isRefusal(outcome) ? [] : [isReplay ? 'replay' : outcome.did]))
  if (kept.length === 0) return
  const count = (did: (typeof kept)[number]) => kept.filter(one => one === did).length
  events.emit('enrichment.stored', {
    kind,
    tenant,
    created: count('insert'),
    updated: count('update'),
    skipped: count('skip'),
    replayed: count('replay'),
    ms: now() - startedAt,
  })
}
