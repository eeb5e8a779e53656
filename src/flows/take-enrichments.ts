import { checkRecord, isBlank } from '../domain/check-record'
import {
  type EnrichmentRefusal,
  insufficientAccess,
  invalidPostBody,
  isRefusal,
  mandatoryFieldsMissing,
  noFieldsSupplied,
  unableToPersist,
} from '../domain/enrichment-refusal'
import type { Json, JsonObject } from '../domain/json'
import type { EnrichmentKind } from '../domain/result-table'
import { type Caller, hasRole } from '../domain/role'
import type { ResultTables } from '../mapping/result-tables'
import type { Database } from '../store/database'
import type { StoredResult } from '../store/enrichments'
import { type EnrichmentFlags, readEnrichmentPost } from './read-enrichment-post'
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

export interface TakeEnrichmentsParts {
  db: Pick<Database, 'read' | 'write'>
  tables: ResultTables
  /** Name of the member that may hold the fields. */
  fieldsName: string
  /** Columns that a table does not have are refused, or kept aside. */
  unknownColumns: 'refuse' | 'keep'
  /** How long the same request is answered the same. */
  idempotencyMs: number
  /** 32 hex digits, never the same twice. */
  newRecordId(): string
  now(): number
  /** Something was stored whose link is to be found. */
  onStored(): void
}

/**
 * Stores what a script posts to the enrichment API, all of a request in one transaction; resolves after the commit. The
 * same request again, by its key or by its content, stores nothing and is answered as it was the first time.
 */
export function createTakeEnrichments(parts: TakeEnrichmentsParts) {
  return async (request: EnrichmentRequest): Promise<EnrichmentAnswer> => {
    if (!hasRole(request.caller.roles, 'sn_sec_cmn.api_write')) return { refusal: insufficientAccess() }
    const post = readEnrichmentPost(request.body, request.query, parts.fieldsName)
    if ('refusal' in post) return post
    const { flags, records, isList } = post
    const outcomes = records.map(fields => judge(parts, request, { fields, flags }))
    const refused = outcomes.find(isRefusal)
    if (!isList && refused !== undefined) return { refusal: refused }
    const kept = await storeOnce(parts, request, outcomes)
    return 'refusal' in kept ? kept : { flags, isList, ...kept }
  }
}

function judge(
  parts: TakeEnrichmentsParts,
  { kind, caller }: EnrichmentRequest,
  { fields, flags }: { fields: JsonObject | null; flags: EnrichmentFlags },
): StoredResult | EnrichmentRefusal {
  if (fields === null) return invalidPostBody('This record is no JSON object.')
  if (isBlank(fields)) return noFieldsSupplied()
  const { values, unknown, missing, mistakes } = checkRecord(parts.tables[kind], fields)
  if (missing.length > 0 && !flags.ignoreMandatoryFields) return mandatoryFieldsMissing(missing)
  if (mistakes.length > 0)
    return unableToPersist(mistakes.map(({ column, expected }) => `${column}: expected ${expected}.`).join(' '))
  const strangers = Object.keys(unknown)
  if (strangers.length > 0 && parts.unknownColumns === 'refuse')
    return unableToPersist(`${parts.tables[kind].name} has no column ${strangers.join(', ')}.`)
  const createdAt = parts.now()
  return { id: parts.newRecordId(), tenant: caller.tenant, record: values, unknown, createdBy: caller.name, createdAt }
}
