import type { Kysely } from 'kysely'
import type { EnrichmentKind } from '../domain/result-table'
import { type KeptResult, resultTableOf, type StoredResult, subjectOf, toResult } from './enrichments'
import { type Statement, toStatement } from './statement'
import type { Tables } from './tables'

type Read = Kysely<Tables>

/** What makes records of one kind and tenant duplicates of each other. */
export interface DuplicateKey {
  tenant: string
  kind: EnrichmentKind
  key: string
}

export interface ChangedResult {
  kind: EnrichmentKind
  result: StoredResult
  updatedBy: string
  updatedAt: number
}

export async function findDuplicate(read: Read, { tenant, kind, key }: DuplicateKey): Promise<KeptResult | undefined> {
  const row = await read
    .selectFrom('duplicate_keys')
    .innerJoin(`${resultTableOf(kind)} as result`, 'result.id', 'duplicate_keys.result_id')
    .selectAll('result')
    .where('duplicate_keys.tenant', '=', tenant)
    .where('duplicate_keys.kind', '=', kind)
    .where('duplicate_keys.key', '=', key)
    .where('result.tenant', '=', tenant)
    .executeTakeFirst()
  return row && toResult(row)
}

/** Names the first record of a key. With `isOnly`, a transaction is lost where there was one already. */
export function claimDuplicateKey(
  read: Read,
  { tenant, kind, key }: DuplicateKey,
  { resultId, isOnly }: { resultId: string; isOnly: boolean },
): Statement {
  const claim = read
    .insertInto('duplicate_keys')
    .values({ tenant, kind, key, result_id: resultId })
    .onConflict(conflict => conflict.doNothing())
  return toStatement(claim, isOnly ? 1 : undefined)
}

/** Changes a record that stands as it was `found`, with its link or still without; else the transaction is lost. */
export function changeResult(
  read: Read,
  found: Pick<KeptResult, 'modCount' | 'linkId'>,
  changed: ChangedResult,
): Statement {
  const { kind, result, updatedBy, updatedAt } = changed
  const update = read
    .updateTable(resultTableOf(kind))
    .set({
      subject: subjectOf(kind, result.record),
      record: JSON.stringify(result.record),
      unknown: JSON.stringify(result.unknown),
      updated_by: updatedBy,
      updated_at: updatedAt,
      mod_count: found.modCount + 1,
    })
    .where('id', '=', result.id)
    .where('tenant', '=', result.tenant)
    .where('mod_count', '=', found.modCount)
    .where('link_id', found.linkId === null ? 'is' : '=', found.linkId)
  return toStatement(update, 1)
}
