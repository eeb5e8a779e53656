import type { Json } from '../domain/json'
import type { EnrichmentKind } from '../domain/result-table'
import type { Caller } from '../domain/role'

/** One post of a script, by whoever it proved to be. */
export interface EnrichmentRequest {
  kind: EnrichmentKind
  caller: Caller
  body: Json | undefined
  query: Readonly<Record<string, string | string[] | undefined>>
  /** The header `Idempotency-Key`, where the script sent one. */
  idempotencyKey: string | undefined
}
