import type { Kysely } from 'kysely'
import type { Types } from './dialect'

/** The first record of a tenant that holds the values which identify duplicates. */
export async function up(db: Kysely<unknown>, { text, strict }: Types): Promise<void> {
  await strict(
    db.schema
      .createTable('duplicate_keys')
      .addColumn('tenant', text, c => c.notNull())
      .addColumn('kind', text, c => c.notNull())
      .addColumn('key', text, c => c.notNull())
      .addColumn('result_id', text, c => c.notNull())
      .addPrimaryKeyConstraint('duplicate_keys_key', ['tenant', 'kind', 'key'] as never),
  ).execute()
}
