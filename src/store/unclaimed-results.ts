import { type Kysely, sql } from 'kysely'
import { type EnrichmentKind, enrichmentKinds } from '../domain/result-table'
import { type KeptResult, type ResultRef, resultTableOf, toResult } from './enrichments'
import { planResult } from './result-links'
import { type Statement, toStatement } from './statement'
import type { Tables } from './tables'

type Read = Kysely<Tables>

export type UnclaimedResult = KeptResult & { kind: EnrichmentKind }

/** Where nothing new has one of its names since it was looked at. */
const isSettled = sql<boolean>`unlinked_reason = 'no-match' and not exists (
  select 1 from result_names where result_names.result_id = id and result_names.due > 0)`

/** Results stored until then (epoch ms) that were looked at and that no ticket claims; of each kind the oldest. */
export async function unclaimedResults(read: Read, storedBy: number, limit: number): Promise<UnclaimedResult[]> {
  const found = await Promise.all(
    enrichmentKinds.map(async kind => {
      const rows = await read
        .selectFrom(resultTableOf(kind))
        .selectAll()
        .where(isSettled)
        // Ids begin with their time (UUID version 7): what is greater than all of that moment came later.
        .where('id', '<', idAfter(storedBy))
        .where('created_at', '<=', storedBy)
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(row => ({ ...toResult(row), kind }))
    }),
  )
  return found.flat()
}

function idAfter(epochMs: number): string {
  return Math.max(0, epochMs + 1)
    .toString(16)
    .padStart(12, '0')
}

/**
 * Gives an unclaimed result to a link without a ticket, and its lane the work of planning it; lost where a ticket may
 * claim it meanwhile. It keeps its names: a ticket that comes later still finds it.
 */
export function fileUnclaimed(
  read: Read,
  { kind, id, createdAt, modCount }: ResultRef & Pick<KeptResult, 'createdAt' | 'modCount'>,
  place: { linkId: string; lane: string },
): Statement[] {
  const link = read
    .updateTable(resultTableOf(kind))
    .set({ link_id: place.linkId, unlinked_reason: null })
    .where('id', '=', id)
    .where('link_id', 'is', null)
    .where('mod_count', '=', modCount)
    .where(isSettled)
  return [toStatement(link, 1), planResult(read, { kind, id, createdAt }, place.lane)]
}

/** An unclaimed result that no container could be about. */
export function leaveUnclaimed(read: Read, { kind, id }: ResultRef): Statement {
  const leave = read
    .updateTable(resultTableOf(kind))
    .set({ unlinked_reason: 'names-nothing' })
    .where('id', '=', id)
    .where(isSettled)
  return toStatement(leave, 1)
}
