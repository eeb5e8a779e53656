import { type EnrichmentRefusal, isRefusal } from '../domain/enrichment-refusal'
import { sha256Hex } from '../domain/ids'
import { canonicalJson } from '../domain/json'
import type { StoredResult } from '../store/enrichments'
import { claimIdempotencyKey, findIdempotencyKey } from '../store/idempotency-keys'
import { resultStatements } from './store-result'
import type { EnrichmentRequest, TakeEnrichmentsParts } from './take-enrichments'

/** What became of one record. */
export type RecordOutcome = { id: string; record: Record<string, string>; createdAt: number } | EnrichmentRefusal

/** The claim of the key and the records stand or fall together, so that of equal requests in parallel one stores. */
export async function storeOnce(
  parts: Pick<TakeEnrichmentsParts, 'db' | 'idempotencyMs' | 'now' | 'onStored'>,
  request: EnrichmentRequest,
  judged: (StoredResult | EnrichmentRefusal)[],
): Promise<{ outcomes: RecordOutcome[]; isReplay: boolean } | { refusal: EnrichmentRefusal }> {
  const { db, idempotencyMs, now } = parts
  const outcomes = judged.map(outcomeOf)
  const results = judged.filter((one): one is StoredResult => !isRefusal(one))
  if (results.length === 0) return { outcomes, isReplay: false }
  const { kind, caller, body, idempotencyKey } = request
  const { tenant } = caller
  const sha256 = sha256Hex(canonicalJson([kind, body ?? null]))
  const key = `${caller.id} ${idempotencyKey === undefined ? `content ${sha256}` : `key ${idempotencyKey}`}`
  const answer = JSON.stringify(outcomes)
  const written = await db.write([
    ...claimIdempotencyKey(db.read, { tenant, key, sha256, answer, expiresAt: now() + idempotencyMs }, now()),
    ...results.flatMap(result => resultStatements(db.read, kind, result)),
  ])
  if (written.committed) {
    parts.onStored()
    return { outcomes, isReplay: false }
  }
  const first = await findIdempotencyKey(db.read, { tenant, key })
  // Expired and swept between our two looks: then this is the only one.
  if (first === undefined) return storeOnce(parts, request, judged)
  if (first.sha256 !== sha256) return { refusal: otherBody() }
  return { outcomes: JSON.parse(first.answer) as RecordOutcome[], isReplay: true }
}

function outcomeOf(judged: StoredResult | EnrichmentRefusal): RecordOutcome {
  return isRefusal(judged) ? judged : { id: judged.id, record: judged.record, createdAt: judged.createdAt }
}

function otherBody(): EnrichmentRefusal {
  return { status: 422, message: 'Invalid post body', detail: 'This Idempotency-Key came before, with another body.' }
}
