import type { Kysely } from 'kysely'
import type { Types } from './dialect'

export async function up(db: Kysely<unknown>, { integer, text, strict }: Types): Promise<void> {
  await strict(
    db.schema
      .createTable('mapping_versions')
      .addColumn('connection', text, c => c.notNull())
      .addColumn('version', text, c => c.notNull())
      .addColumn('text', text, c => c.notNull())
      .addColumn('source', text, c => c.notNull())
      .addColumn('activated_at', integer, c => c.notNull())
      .addPrimaryKeyConstraint('mapping_versions_activation', ['connection', 'version', 'activated_at']),
  ).execute()
}
