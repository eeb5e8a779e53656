import { type Kysely, sql } from 'kysely'
import type { Backfill, BackfillState, BackfillWish } from '../domain/backfill'
import { type Statement, toStatement } from './statement'
import type { Row, Tables } from './tables'

type Read = Kysely<Tables>

export async function findBackfill(read: Read, id: string): Promise<Backfill | undefined> {
  const row = await read.selectFrom('backfills').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toBackfill(row)
}

/** Oldest first. */
export async function runningBackfills(read: Read): Promise<Backfill[]> {
  const rows = await read
    .selectFrom('backfills')
    .selectAll()
    .where(sql<boolean>`state = 'running'`)
    .orderBy('id')
    .execute()
  return rows.map(toBackfill)
}

/** The one that is under way for the same wish. */
export async function findRunning(read: Read, wish: BackfillWish): Promise<Backfill | undefined> {
  const { connection, since, query, most } = wish
  const running = await runningBackfills(read)
  return running.find(
    one => one.connection === connection && one.since === since && one.query === query && one.most === most,
  )
}

export function insertBackfill(read: Read, backfill: Backfill): Statement {
  return toStatement(read.insertInto('backfills').values(toRow(backfill)), 1)
}

export function saveBackfill(read: Read, backfill: Backfill): Statement {
  const { id, created_at, ...changes } = toRow(backfill)
  return toStatement(read.updateTable('backfills').set(changes).where('id', '=', id), 1)
}

function toBackfill(row: Row<'backfills'>): Backfill {
  return {
    id: row.id,
    connection: row.connection,
    since: row.since,
    query: row.query,
    most: row.most,
    state: row.state as BackfillState,
    reason: row.reason,
    position: JSON.parse(row.position) as Backfill['position'],
    total: row.total,
    read: row.read,
    entered: row.entered,
    failed: row.failed,
    firstFailure: row.first_failure === null ? null : (JSON.parse(row.first_failure) as Backfill['firstFailure']),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function toRow({ firstFailure, createdAt, updatedAt, position, ...rest }: Backfill): Row<'backfills'> {
  return {
    ...rest,
    position: JSON.stringify(position),
    first_failure: firstFailure === null ? null : JSON.stringify(firstFailure),
    created_at: createdAt,
    updated_at: updatedAt,
  }
}
