import { type Kysely, sql } from 'kysely'
import { type EnrichmentKind, enrichmentKinds } from '../domain/result-table'
import { type KeptResult, type ResultRef, resultTableOf, type StoredResult } from './enrichments'
import { type Statement, toStatement } from './statement'
import type { Row, Tables } from './tables'

type Read = Kysely<Tables>

/** Why a result has no link. */
export type UnlinkedReason = 'names-nothing' | 'no-match' | 'ambiguous'

/** A name that a result waits for, to be looked at now. */
export type DueName = Row<'result_names'>

/** Enters a name that a new result may find its link by; it is due at once. */
export function awaitName(
  read: Read,
  { kind, id, tenant }: ResultRef & Pick<StoredResult, 'tenant'>,
  name: string,
): Statement {
  return toStatement(read.insertInto('result_names').values({ result_id: id, name, kind, tenant, due: 1 }), 1)
}

/** For one that changed: it may call its link by other names now. */
export function forgetNames(read: Read, { id }: Pick<ResultRef, 'id'>): Statement {
  return toStatement(read.deleteFrom('result_names').where('result_id', '=', id))
}

/** Results with a reason to be looked at, each with the names that say so; at most `limit` names. */
export async function dueNames(read: Read, limit: number): Promise<DueName[]> {
  return read
    .selectFrom('result_names')
    .selectAll()
    .where(sql<boolean>`due > 0`)
    .orderBy('result_id')
    .limit(limit)
    .execute()
}

/** The result is looked at again only when something new has one of its names; lost where that was meanwhile. */
export function holdResult(
  read: Read,
  { kind, id }: ResultRef,
  { reason, looked }: { reason: UnlinkedReason; looked: readonly DueName[] },
): Statement[] {
  const hold = read
    .updateTable(resultTableOf(kind))
    .set({ unlinked_reason: reason })
    .where('id', '=', id)
    .where('link_id', 'is', null)
  return [toStatement(hold, 1), ...settleNames(read, looked)]
}

/** These names were looked at; lost where something new got one of them meanwhile. */
export function settleNames(read: Read, looked: readonly DueName[]): Statement[] {
  return looked.map(({ result_id, name, due }) =>
    toStatement(
      read
        .updateTable('result_names')
        .set({ due: 0 })
        .where('result_id', '=', result_id)
        .where('name', '=', name)
        .where('due', '=', due),
      1,
    ),
  )
}

/**
 * Gives a result to a link, and its lane the work of planning it; lost where it changed since it was read. `from` is the
 * link without a ticket that had it.
 */
export function linkResult(
  read: Read,
  { kind, id, createdAt, modCount }: ResultRef & Pick<KeptResult, 'createdAt' | 'modCount'>,
  { linkId, lane, from }: { linkId: string; lane: string; from: string | null },
): Statement[] {
  const link = read
    .updateTable(resultTableOf(kind))
    .set({ link_id: linkId, unlinked_reason: null })
    .where('id', '=', id)
    .where('link_id', from === null ? 'is' : '=', from)
    .where('mod_count', '=', modCount)
  return [toStatement(link, 1), forgetNames(read, { id }), planResult(read, { kind, id, createdAt }, lane)]
}

/** `new`; `again`, for a container that has none of what its ticket knows; `changed`, for both. */
export type PlanReason = 'new' | 'again' | 'changed'
const reasons = ['new', 'again', 'changed'] as const satisfies readonly PlanReason[]
const numberOf = { new: 0, again: 1, changed: 2 } as const satisfies Record<PlanReason, number>

/** The lane's link has the result, and no job for it yet. */
export function planResult(
  read: Read,
  { kind, id, createdAt }: ResultRef & Pick<StoredResult, 'createdAt'>,
  lane: string,
): Statement {
  return toStatement(
    read
      .insertInto('results_to_plan')
      .values({ lane, stored_at: createdAt, result_id: id, kind, is_again: numberOf.new }),
    1,
  )
}

/** A result that changed is planned once more; where it waits for its first time, that tells all of it. */
export function planChanged(
  read: Read,
  { kind, id, createdAt }: ResultRef & Pick<StoredResult, 'createdAt'>,
  lane: string,
): Statement {
  return toStatement(
    read
      .insertInto('results_to_plan')
      .values({ lane, stored_at: createdAt, result_id: id, kind, is_again: numberOf.changed })
      .onConflict(conflict =>
        conflict
          .columns(['lane', 'stored_at', 'result_id'])
          .doUpdateSet({ is_again: numberOf.changed })
          .where('results_to_plan.is_again', '!=', numberOf.new),
      ),
  )
}

/** Results of a lane's link that have no job yet, in the order they were stored. */
export async function resultsToPlan(
  read: Read,
  lane: string,
  limit: number,
): Promise<(ResultRef & { reason: PlanReason })[]> {
  const rows = await read
    .selectFrom('results_to_plan')
    .select(['kind', 'result_id', 'is_again'])
    .where('lane', '=', lane)
    .orderBy('stored_at')
    .orderBy('result_id')
    .limit(limit)
    .execute()
  return rows.map(row => ({
    kind: row.kind as EnrichmentKind,
    id: row.result_id,
    reason: reasons[row.is_again] ?? 'new',
  }))
}

/** The result has its job, in one transaction with it; lost where it changed since it was read. */
export function markPlanned(
  read: Read,
  lane: string,
  { kind, id, modCount }: ResultRef & Pick<KeptResult, 'modCount'>,
): Statement {
  const asRead = read
    .selectFrom(resultTableOf(kind))
    .select('id')
    .where('id', '=', id)
    .where('mod_count', '=', modCount)
  return toStatement(
    read
      .deleteFrom('results_to_plan')
      .where('lane', '=', lane)
      .where('result_id', '=', id)
      .where(({ exists }) => exists(asRead)),
    1,
  )
}

/** All results of a link are planned once more, for a container that has none of them; their ticket has. */
export function planAllAgain(read: Read, { linkId, lane }: { linkId: string; lane: string }): Statement[] {
  return enrichmentKinds.map(kind => {
    const results = read
      .selectFrom(resultTableOf(kind))
      .select([
        sql<string>`${lane}`.as('lane'),
        'created_at as stored_at',
        'id as result_id',
        sql<string>`${kind}`.as('kind'),
        sql<number>`${numberOf.again}`.as('is_again'),
      ])
      .where('link_id', '=', linkId)
    const insert = read.insertInto('results_to_plan').columns(['lane', 'stored_at', 'result_id', 'kind', 'is_again'])
    return toStatement(insert.expression(results).onConflict(conflict => conflict.doNothing()))
  })
}
