import { type Kysely, sql } from 'kysely'
import type { Types } from './dialect'

export async function up(db: Kysely<unknown>, types: Types): Promise<void> {
  await createLinks(db, types)
  await createTwins(db, types)
  await createChanges(db, types)
}

async function createLinks(db: Kysely<unknown>, { integer, text, strict }: Types): Promise<void> {
  await strict(
    db.schema
      .createTable('links')
      .addColumn('id', text, c => c.primaryKey().notNull())
      .addColumn('connection', text, c => c.notNull())
      .addColumn('ticket_id', text, c => c.notNull())
      .addColumn('ticket_key', text)
      .addColumn('ticket_url', text)
      .addColumn('collection', text)
      .addColumn('soar_connection', text, c => c.notNull())
      .addColumn('container_id', text)
      .addColumn('sdi_prefix', text, c => c.notNull())
      .addColumn('tenant', text, c => c.notNull())
      .addColumn('state', text, c => c.notNull())
      .addColumn('snapshot', text, c => c.notNull())
      .addColumn('observables', text, c => c.notNull())
      .addColumn('base', text, c => c.notNull())
      .addColumn('revision', integer, c => c.notNull())
      .addColumn('created_at', integer, c => c.notNull())
      .addColumn('updated_at', integer, c => c.notNull()),
  ).execute()
  await sql`create unique index links_ticket on links (connection, ticket_id, soar_connection)`.execute(db)
  await sql`create index links_container on links (soar_connection, container_id)`.execute(db)
  await sql`create index links_key on links (ticket_key)`.execute(db)
  await sql`create index links_ticket_id on links (ticket_id)`.execute(db)
}

async function createTwins(db: Kysely<unknown>, { integer, text, strict }: Types): Promise<void> {
  await strict(
    db.schema
      .createTable('twins')
      .addColumn('link_id', text, c => c.notNull())
      .addColumn('kind', text, c => c.notNull())
      .addColumn('ticket_side', text, c => c.notNull())
      .addColumn('soar_side', text, c => c.notNull())
      .addColumn('created_at', integer, c => c.notNull())
      .addPrimaryKeyConstraint('twins_pair', ['link_id', 'kind', 'ticket_side']),
  ).execute()
}

async function createChanges(db: Kysely<unknown>, { integer, text, strict }: Types): Promise<void> {
  await strict(
    db.schema
      .createTable('changes')
      .addColumn('id', text, c => c.primaryKey().notNull())
      .addColumn('lane', text, c => c.notNull())
      .addColumn('link_id', text, c => c.notNull())
      .addColumn('receipt_id', text)
      .addColumn('kind', text, c => c.notNull())
      .addColumn('identity', text, c => c.notNull())
      .addColumn('version_at', integer, c => c.notNull())
      .addColumn('detail', text, c => c.notNull())
      .addColumn('decisions', text, c => c.notNull())
      .addColumn('mapping_version', text, c => c.notNull())
      .addColumn('created_at', integer, c => c.notNull()),
  ).execute()
  await sql`create index changes_link on changes (link_id, id)`.execute(db)
}
