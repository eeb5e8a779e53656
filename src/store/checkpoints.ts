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
