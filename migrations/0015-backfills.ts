import { type Kysely, sql } from 'kysely'
import type { Types } from './dialect'

/** Histories that are read, and how far each is. */
export async function up(db: Kysely<unknown>, { integer, text, strict }: Types): Promise<void> {
  await strict(
    db.schema
      .createTable('backfills')
      .addColumn('id', text, c => c.primaryKey().notNull())
      .addColumn('connection', text, c => c.notNull())
      .addColumn('since', integer, c => c.notNull())
      .addColumn('query', text, c => c.notNull())
      .addColumn('most', integer)
      .addColumn('state', text, c => c.notNull())
      .addColumn('reason', text)
      .addColumn('position', text, c => c.notNull())
      .addColumn('total', integer)
      .addColumn('read', integer, c => c.notNull())
      .addColumn('entered', integer, c => c.notNull())
      .addColumn('failed', integer, c => c.notNull())
      .addColumn('first_failure', text)
      .addColumn('created_at', integer, c => c.notNull())
      .addColumn('updated_at', integer, c => c.notNull()),
  ).execute()
  await sql`create index backfills_running on backfills (id) where state = 'running'`.execute(db)
}
