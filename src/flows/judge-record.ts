import { checkRecord, isBlank } from '../domain/check-record'
import {
  type EnrichmentRefusal,
  invalidPostBody,
  mandatoryFieldsMissing,
  noFieldsSupplied,
  unableToPersist,
} from '../domain/enrichment-refusal'
import type { Caller } from '../domain/role'
import type { DraftRecord } from './map-raw-record'
import type { JudgedResult } from './settle-duplicates'
import type { EnrichmentFlags } from './read-enrichment-post'
import type { TakeEnrichmentsParts } from './take-enrichments'

/** Holds a draft against its table: what may be stored, or why it may not. */
export function judgeRecord(
  parts: Pick<TakeEnrichmentsParts, 'tables' | 'unknownColumns' | 'newRecordId' | 'now'>,
  caller: Caller,
  { kind, fields, duplicates, flags }: DraftRecord & { flags: EnrichmentFlags },
): JudgedResult | EnrichmentRefusal {
  if (fields === null) return invalidPostBody('This record is no JSON object.')
  if (isBlank(fields)) return noFieldsSupplied()
  const { values, unknown, missing, mistakes } = checkRecord(parts.tables[kind], fields)
  if (missing.length > 0 && !flags.ignoreMandatoryFields) return mandatoryFieldsMissing(missing)
  if (mistakes.length > 0)
    return unableToPersist(mistakes.map(({ column, expected }) => `${column}: expected ${expected}.`).join(' '))
  const strangers = Object.keys(unknown)
  if (strangers.length > 0 && parts.unknownColumns === 'refuse')
    return unableToPersist(`${parts.tables[kind].name} has no column ${strangers.join(', ')}.`)
  const stored = { id: parts.newRecordId(), tenant: caller.tenant, record: values, unknown }
  const rule = duplicates !== undefined && { duplicates }
  return { kind, ...stored, createdBy: caller.name, createdAt: parts.now(), ...rule }
}
