import { type Kysely, sql } from 'kysely'
import type { Types } from './dialect'

const kinds = ['ci_enrichment_results', 'observable_enrichment_results', 'threat_lookup_results'] as const

export async function up(db: Kysely<unknown>, { integer, text, strict }: Types): Promise<void> {
  for (const table of kinds) {
    await strict(
      db.schema
        .createTable(table)
        .addColumn('id', text, c => c.primaryKey().notNull())
        .addColumn('tenant', text, c => c.notNull())
        // The observable or CI that it is about, as posted; also in the record, where no index reaches it.
        .addColumn('subject', text)
        .addColumn('record', text, c => c.notNull())
        .addColumn('unknown', text, c => c.notNull())
        .addColumn('created_by', text, c => c.notNull())
        .addColumn('created_at', integer, c => c.notNull())
        .addColumn('updated_by', text, c => c.notNull())
        .addColumn('updated_at', integer, c => c.notNull())
        .addColumn('mod_count', integer, c => c.notNull())
        .addColumn('link_id', text),
    ).execute()
    await sql`create index ${sql.ref(`${table}_tenant`)} on ${sql.table(table)} (tenant, id)`.execute(db)
    await sql`create index ${sql.ref(`${table}_subject`)} on ${sql.table(table)} (subject, id) where subject is not null`.execute(
      db,
    )
    // Results that wait for their ticket; few, and gone from the index once they have a link.
    await sql`create index ${sql.ref(`${table}_unlinked`)} on ${sql.table(table)} (id) where link_id is null`.execute(
      db,
    )
    await sql`create index ${sql.ref(`${table}_link`)} on ${sql.table(table)} (link_id, id) where link_id is not null`.execute(
      db,
    )
  }
  await strict(
    db.schema
      .createTable('idempotency_keys')
      .addColumn('tenant', text, c => c.notNull())
      .addColumn('key', text, c => c.notNull())
      .addColumn('sha256', text, c => c.notNull())
      .addColumn('answer', text, c => c.notNull())
      .addColumn('expires_at', integer, c => c.notNull())
      .addPrimaryKeyConstraint('idempotency_keys_key', ['tenant', 'key'] as never),
  ).execute()
  await sql`create index idempotency_keys_expiry on idempotency_keys (expires_at)`.execute(db)
}
