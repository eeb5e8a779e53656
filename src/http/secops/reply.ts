import { type EnrichmentRefusal, isRefusal } from '../../domain/enrichment-refusal'
import type { EnrichmentKind } from '../../domain/result-table'
import { toUtcText } from '../../domain/utc-text'
import type { RecordOutcome } from '../../flows/store-once'
import type { EnrichmentAnswer } from '../../flows/take-enrichments'
import { failureOf } from './failure'

export interface SecopsReply {
  status: number
  body: object
  /** It was answered before. */
  isReplay: boolean
}

/** What every record of an answer has in common. */
export interface Surroundings {
  /** Name of the target table of a kind. */
  tableOf(kind: EnrichmentKind): string
  domain: string
}

/**
 * The answer to a post. ServiceNow publishes none of it but the flags and the words of its errors (facts/servicenow.md
 * 1.2): lists follow its sibling for threat intelligence (1.4), success is 201, and 200 where only a part is stored.
 */
export function replyOf(answer: EnrichmentAnswer, by: Surroundings): SecopsReply {
  if ('refusal' in answer) return { status: answer.refusal.status, body: failureOf(answer.refusal), isReplay: false }
  const { flags, outcomes, isList, isReplay } = answer
  const [firstRefusal, ...more] = outcomes.filter(isRefusal)
  if (firstRefusal !== undefined && more.length + 1 === outcomes.length) {
    const told = flags.simpleResponse ? {} : { error_records: refusedRecords(outcomes) }
    return { status: firstRefusal.status, body: { ...failureOf(firstRefusal), ...told }, isReplay }
  }
  const status = firstRefusal === undefined ? 'success' : 'partial_success'
  const whole = isList ? listBody(outcomes, by) : recordBody(outcomes[0], by)
  const body = flags.simpleResponse ? { status } : { status, ...whole }
  return {
    status: firstRefusal === undefined ? 201 : 200,
    body: flags.includeWrap ? { result: body } : body,
    isReplay,
  }
}

function recordBody(outcome: RecordOutcome | undefined, by: Surroundings): object {
  if (outcome === undefined || isRefusal(outcome)) return {}
  return { table: by.tableOf(outcome.kind), sys_id: outcome.id, record: recordOf(outcome, by) }
}

/** Mappings of raw data may send records of one list to several tables; those of another than the first tell theirs. */
function listBody(outcomes: readonly RecordOutcome[], by: Surroundings): object {
  const refused = refusedRecords(outcomes)
  const first = outcomes.find((outcome): outcome is StoredOutcome => !isRefusal(outcome))
  const stored = outcomes.flatMap((outcome, index) => {
    if (isRefusal(outcome)) return []
    const elsewhere = outcome.kind !== first?.kind && { table: by.tableOf(outcome.kind) }
    return [{ index, ...elsewhere, sys_id: outcome.id, record: recordOf(outcome, by) }]
  })
  return {
    ...(first !== undefined && { table: by.tableOf(first.kind) }),
    metadata: { total_records: outcomes.length, success_records: stored.length, error_records: refused.length },
    success_records: stored,
    error_records: refused,
  }
}

function refusedRecords(outcomes: readonly RecordOutcome[]) {
  return outcomes.flatMap((outcome, index) =>
    isRefusal(outcome) ? [{ index, message: outcome.message, detail: outcome.detail }] : [],
  )
}

type StoredOutcome = Exclude<RecordOutcome, EnrichmentRefusal>

function recordOf(outcome: StoredOutcome, { domain }: Surroundings): Record<string, string> {
  const { id, record, createdBy, createdAt, modCount } = outcome
  return {
    sys_id: id,
    sys_created_by: createdBy,
    sys_created_on: toUtcText(createdAt),
    sys_mod_count: String(modCount),
    sys_domain: domain,
    ...record,
  }
}
