import type { Kysely } from 'kysely'
import { type Statement, toStatement } from './statement'
import type { Tables } from './tables'

/** Work that is done once over all rows of a table, in steps. */
export interface Chore {
  /** The last id behind it; empty at its beginning. */
  position: string
  isDone: boolean
}

export async function findChore(read: Kysely<Tables>, name: string): Promise<Chore> {
  const row = await read.selectFrom('chores').selectAll().where('name', '=', name).executeTakeFirst()
  return { position: row?.position ?? '', isDone: row?.is_done === 1 }
}

export function saveChore(read: Kysely<Tables>, name: string, { position, isDone }: Chore): Statement {
  const state = { position, is_done: isDone ? 1 : 0 }
  return toStatement(
    read
      .insertInto('chores')
      .values({ name, ...state })
      .onConflict(conflict => conflict.column('name').doUpdateSet(state)),
    1,
  )
}
