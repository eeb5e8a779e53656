import { type Kysely, sql } from 'kysely'
import type { Types } from './dialect'

export async function up(db: Kysely<unknown>, { integer, text, strict }: Types): Promise<void> {
  await strict(
    db.schema
      .createTable('users')
      .addColumn('id', text, c => c.primaryKey().notNull())
      .addColumn('name', text, c => c.notNull())
      .addColumn('password', text, c => c.notNull())
      .addColumn('roles', text, c => c.notNull())
      .addColumn('tenant', text, c => c.notNull())
      .addColumn('created_at', integer, c => c.notNull())
      .addColumn('updated_at', integer, c => c.notNull())
      .addColumn('disabled_at', integer)
      .addColumn('last_used_at', integer),
  ).execute()
  await sql`create unique index users_name on users (name)`.execute(db)
  await sql`create index users_tenant on users (tenant, id)`.execute(db)

  await db.schema.alterTable('api_keys').addColumn('replaces', text).execute()
  await sql`create index api_keys_tenant on api_keys (tenant, id)`.execute(db)

  await strict(
    db.schema
      .createTable('audit_log')
      .addColumn('tenant', text, c => c.notNull())
      .addColumn('seq', integer, c => c.notNull())
      .addColumn('id', text, c => c.notNull())
      .addColumn('at', integer, c => c.notNull())
      .addColumn('caller', text, c => c.notNull())
      .addColumn('action', text, c => c.notNull())
      .addColumn('subject', text, c => c.notNull())
      .addColumn('detail', text, c => c.notNull())
      .addColumn('hash', text, c => c.notNull())
      .addPrimaryKeyConstraint('audit_log_chain', ['tenant', 'seq'] as never),
  ).execute()
  await sql`create unique index audit_log_id on audit_log (id)`.execute(db)
  await sql`create index audit_log_tenant on audit_log (tenant, id)`.execute(db)
  await sql`create index audit_log_action on audit_log (action, id)`.execute(db)
}
