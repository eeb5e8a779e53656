import { type DuplicationRule, duplicateKey, updateDuplicate } from '../domain/duplication-rule'
import type { EnrichmentMapping } from '../domain/enrichment-mapping'
import type { EnrichmentKind } from '../domain/result-table'
import { toUtcText } from '../domain/utc-text'
import { claimDuplicateKey, findDuplicate } from '../store/duplicate-keys'
import type { KeptResult, StoredResult } from '../store/enrichments'
import type { Statement } from '../store/statement'
import { type ChangeParts, changeStatements } from './change-result'
import type { MappingParts } from './map-raw-record'
import { resultStatements } from './store-result'

/** A result that may be stored. */
export interface JudgedResult extends StoredResult {
  kind: EnrichmentKind
  duplicates?: DuplicationRule
}

/** What became of a result: a record of its own, or a change of the one that it duplicates, or nothing. */
export interface SettledResult {
  kind: EnrichmentKind
  id: string
  record: Record<string, string>
  createdBy: string
  createdAt: number
  /** Grows with every change. */
  modCount: number
  did: 'insert' | 'update' | 'skip'
}

export type SettleParts = MappingParts & ChangeParts

/** What to write, and what became of each result. */
export interface Settled {
  statements: Statement[]
  settled: SettledResult[]
  /** Of links whose results changed: to be woken after the commit. */
  lanes: string[]
}

/** A record as it will be after the transaction. */
interface Draft {
  kind: EnrichmentKind
  result: StoredResult
  /** As it was read; null for a new one. */
  found: KeptResult | null
  updatedBy: string
  updatedAt: number
  /** Keys that it has; those of a rule it must be the first to have. */
  keys: { key: string; isOnly: boolean }[]
}

/** Decides by the rules of duplication what each result becomes; the statements are lost where another post came between. */
export async function settleDuplicates(parts: SettleParts, results: readonly JudgedResult[]): Promise<Settled> {
  const drafts = new Set<Draft>()
  const byKey = new Map<string, Draft>()
  const told: { draft: Draft; did: SettledResult['did'] }[] = []
  for (const result of results) {
    const older = await findOlder(parts, byKey, result)
    const did = older === undefined ? 'insert' : (result.duplicates?.action ?? 'skip')
    const draft = older ?? draftOf(parts, result)
    if (did === 'update') change(parts, draft, result)
    if (did !== 'skip') drafts.add(draft)
    remember(byKey, draft)
    told.push({ draft, did })
  }
  const settled = told.map(({ draft, did }) => {
    const { kind, result, found } = draft
    const { id, record, createdBy, createdAt } = result
    const modCount = found === null ? 0 : found.modCount + (drafts.has(draft) ? 1 : 0)
    return { kind, id, record, createdBy, createdAt, modCount, did }
  })
  const written = await Promise.all([...drafts].map(draft => write(parts, draft)))
  return {
    statements: written.flatMap(({ statements }) => statements),
    settled,
    lanes: written.flatMap(({ lane }) => lane ?? []),
  }
}

/** The first that has a key stays the one. */
function remember(byKey: Map<string, Draft>, draft: Draft): void {
  for (const { key, isOnly } of draft.keys) {
    const place = `${draft.kind} ${key}`
    if (isOnly || !byKey.has(place)) byKey.set(place, draft)
  }
}

/** Stored by an earlier request, else by this one. */
async function findOlder(
  { db }: SettleParts,
  byKey: ReadonlyMap<string, Draft>,
  { kind, tenant, record, duplicates, createdBy, createdAt }: JudgedResult,
): Promise<Draft | undefined> {
  const key = duplicates && duplicateKey(duplicates.columns, record)
  if (key === undefined) return undefined
  const near = byKey.get(`${kind} ${key}`)
  const nearKey = near?.keys.find(each => each.key === key)
  if (nearKey?.isOnly === true) return near
  const found = await findDuplicate(db.read, { tenant, kind, key })
  if (found !== undefined) {
    const keys = [{ key, isOnly: true }]
    return { kind, result: found, found, updatedBy: createdBy, updatedAt: createdAt, keys }
  }
  // One of this request without a rule: from now on it must be the first.
  if (nearKey !== undefined) nearKey.isOnly = true
  return near
}

/** Records without a rule have keys too, so that a later one with a rule finds them. */
function draftOf({ mappings }: SettleParts, judged: JudgedResult): Draft {
  const { kind, duplicates, ...result } = judged
  const own = duplicates && duplicateKey(duplicates.columns, result.record)
  const keys = columnSets(mappings, kind).flatMap(columns => {
    const key = duplicateKey(columns, result.record)
    return key === undefined ? [] : [{ key, isOnly: key === own }]
  })
  return { kind, result, found: null, updatedBy: result.createdBy, updatedAt: result.createdAt, keys }
}

/** Each set of columns that identifies records of the kind, once. */
function columnSets(mappings: readonly EnrichmentMapping[], kind: EnrichmentKind): (readonly string[])[] {
  const rules = mappings.flatMap(({ destination, duplicates }) =>
    destination === kind && duplicates !== undefined ? [duplicates.columns] : [],
  )
  return [...new Map(rules.map(columns => [[...columns].sort().join(' '), columns])).values()]
}

function change({ tables }: SettleParts, draft: Draft, newer: JudgedResult): void {
  if (newer.duplicates === undefined) return
  const { result } = draft
  const texts = { older: result.record, newer: newer.record, now: toUtcText(newer.createdAt) }
  const record = updateDuplicate(newer.duplicates, texts, tables[draft.kind])
  draft.result = { ...result, record, unknown: { ...result.unknown, ...newer.unknown } }
  draft.updatedBy = newer.createdBy
  draft.updatedAt = newer.createdAt
}

async function write(parts: SettleParts, draft: Draft): ReturnType<typeof changeStatements> {
  const { kind, result, found, keys } = draft
  if (found !== null) return changeStatements(parts, found, draft)
  const { read } = parts.db
  const { id: resultId, tenant } = result
  const claims = keys.map(({ key, isOnly }) => claimDuplicateKey(read, { tenant, kind, key }, { resultId, isOnly }))
  return { statements: [...resultStatements(read, kind, result), ...claims], lane: null }
}
