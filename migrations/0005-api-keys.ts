import type { Kysely } from 'kysely'
import type { Types } from './dialect'

export async function up(db: Kysely<unknown>, { integer, text, strict }: Types): Promise<void> {
  await strict(
    db.schema
      .createTable('api_keys')
      .addColumn('id', text, c => c.primaryKey().notNull())
      .addColumn('name', text, c => c.notNull())
      .addColumn('digest', text, c => c.notNull())
      .addColumn('roles', text, c => c.notNull())
      .addColumn('tenant', text, c => c.notNull())
      .addColumn('allow_ips', text, c => c.notNull())
      .addColumn('created_at', integer, c => c.notNull())
      .addColumn('expires_at', integer)
      .addColumn('revoked_at', integer)
      .addColumn('last_used_at', integer),
  ).execute()
}
