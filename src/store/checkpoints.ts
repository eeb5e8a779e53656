import type { Kysely } from 'kysely'
import { type Statement, toStatement } from './statement'
import type { Tables } from './tables'

type Read = Kysely<Tables>

/** Where the reading of a collection of a connection goes on. */
export interface Checkpoint {
  connection: string
  collection: string
  /** Epoch milliseconds, of that system's clock. */
  at: number
  id: string
}

export async function findCheckpoint(
  read: Read,
  { connection, collection }: Pick<Checkpoint, 'connection' | 'collection'>,
): Promise<Pick<Checkpoint, 'at' | 'id'> | null> {
  const row = await read
    .selectFrom('checkpoints')
    .select(['at', 'id'])
    .where('connection', '=', connection)
    .where('collection', '=', collection)
    .executeTakeFirst()
  return row ?? null
}

export function saveCheckpoint(read: Read, { connection, collection, at, id }: Checkpoint): Statement {
  return toStatement(
    read
      .insertInto('checkpoints')
      .values({ connection, collection, at, id })
      .onConflict(conflict => conflict.columns(['connection', 'collection']).doUpdateSet({ at, id })),
  )
}

/** Those of one connection whose collection begins so, in its order. */
export async function listCheckpoints(
  read: Read,
  { connection, prefix, limit }: { connection: string; prefix: string; limit: number },
): Promise<Pick<Checkpoint, 'collection' | 'at'>[]> {
  return read
    .selectFrom('checkpoints')
    .select(['collection', 'at'])
    .where('connection', '=', connection)
    .where('collection', '>=', prefix)
    .where('collection', '<', `${prefix}\uffff`)
    .orderBy('collection')
    .limit(limit)
    .execute()
}

export function dropCheckpoint(
  read: Read,
  { connection, collection }: Pick<Checkpoint, 'connection' | 'collection'>,
): Statement {
  return toStatement(
    read.deleteFrom('checkpoints').where('connection', '=', connection).where('collection', '=', collection),
  )
}
