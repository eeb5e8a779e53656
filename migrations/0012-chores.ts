import type { Kysely } from 'kysely'
import type { Types } from './dialect'

export async function up(db: Kysely<unknown>, { integer, text, strict }: Types): Promise<void> {
  await strict(
    db.schema
      .createTable('chores')
      .addColumn('name', text, c => c.primaryKey().notNull())
      // Where its walk goes on: the last id that it has behind it.
      .addColumn('position', text, c => c.notNull())
      .addColumn('is_done', integer, c => c.notNull()),
  ).execute()
}
