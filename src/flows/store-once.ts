import { type EnrichmentRefusal, isRefusal, unableToPersist } from '../domain/enrichment-refusal'
import { sha256Hex } from '../domain/ids'
import { canonicalJson } from '../domain/json'
import { claimIdempotencyKey, findIdempotencyKey } from '../store/idempotency-keys'
import type { EnrichmentRequest } from './enrichment-request'
import { type JudgedResult, type SettledResult, settleDuplicates } from './settle-duplicates'
import type { TakeEnrichmentsParts } from './take-enrichments'

/** What became of one record. */
export type RecordOutcome = SettledResult | EnrichmentRefusal

/** Others may change the same record all the time; each loss is one of theirs that was stored. */
const mostTries = 1000

/** The claim of the key and the records stand or fall together, so that of equal requests in parallel one stores. */
export async function storeOnce(
  parts: Pick<TakeEnrichmentsParts, 'db' | 'ledger' | 'idempotencyMs' | 'now' | 'tables' | 'mappings' | 'onStored'>,
  request: EnrichmentRequest,
  judged: (JudgedResult | EnrichmentRefusal)[],
): Promise<{ outcomes: RecordOutcome[]; isReplay: boolean } | { refusal: EnrichmentRefusal }> {
  const { db, idempotencyMs, now } = parts
  const results = judged.filter((one): one is JudgedResult => !isRefusal(one))
  if (results.length === 0) return { outcomes: judged.filter(isRefusal), isReplay: false }
  const { tenant, key, sha256 } = identify(request)
  for (let tries = 0; tries < mostTries; tries += 1) {
    const { statements, settled, lanes } = await settleDuplicates(parts, results)
    const outcomes = inOrder(judged, settled)
    const answer = JSON.stringify(outcomes)
    const claim = { tenant, key, sha256, answer, expiresAt: now() + idempotencyMs }
    const written = await db.write([...claimIdempotencyKey(db.read, claim, now()), ...statements])
    if (written.committed) {
      parts.onStored(lanes)
      return { outcomes, isReplay: false }
    }
    const first = await findIdempotencyKey(db.read, { tenant, key })
    // Without it another post changed a record of ours meanwhile, or the key was swept between our two looks.
    if (first === undefined || first.expiresAt <= now()) continue
    if (first.sha256 !== sha256) return { refusal: otherBody() }
    return { outcomes: JSON.parse(first.answer) as RecordOutcome[], isReplay: true }
  }
  return { refusal: unableToPersist('Others write the same record all the time: post it again.') }
}

function identify({ kind, caller, body, idempotencyKey }: EnrichmentRequest) {
  const sha256 = sha256Hex(canonicalJson([kind, body ?? null]))
  const key = `${caller.id} ${idempotencyKey === undefined ? `content ${sha256}` : `key ${idempotencyKey}`}`
  return { tenant: caller.tenant, key, sha256 }
}

function inOrder(judged: (JudgedResult | EnrichmentRefusal)[], settled: readonly SettledResult[]): RecordOutcome[] {
  const left = settled.values()
  return judged.flatMap((one): RecordOutcome[] => {
    if (isRefusal(one)) return [one]
    const { value } = left.next()
    return value === undefined ? [] : [value]
  })
}

function otherBody(): EnrichmentRefusal {
  return { status: 422, message: 'Invalid post body', detail: 'This Idempotency-Key came before, with another body.' }
}
