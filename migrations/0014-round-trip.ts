import { type Kysely, sql } from 'kysely'
import type { Types } from './dialect'

export async function up(db: Kysely<unknown>, types: Types): Promise<void> {
  await createCheckpoints(db, types)
  await createFieldWrites(db, types)
  await db.schema
    .alterTable('links')
    .addColumn('container', types.text, c => c.notNull().defaultTo('{}'))
    .execute()
  await db.schema
    .alterTable('twins')
    .addColumn('sha256', types.text, c => c.notNull().defaultTo(''))
    .execute()
  await db.schema
    .alterTable('twins')
    .addColumn('copy_sha256', types.text, c => c.notNull().defaultTo(''))
    .execute()
  await db.schema
    .alterTable('twins')
    .addColumn('origin', types.text, c => c.notNull().defaultTo('ticket'))
    .execute()
  await markApprovals(db, types)
}

/** Which links have approvals, `pending` ones or `ended` ones only. */
async function markApprovals(db: Kysely<unknown>, { text }: Types): Promise<void> {
  await db.schema.alterTable('links').addColumn('approvals', text).execute()
  await sql`create index links_approvals on links (id) where approvals is not null`.execute(db)
  await sql`create index links_waiting on links (id) where approvals = 'pending'`.execute(db)
}

/** Where the reading of each collection goes on. */
async function createCheckpoints(db: Kysely<unknown>, { integer, text, strict }: Types): Promise<void> {
  await strict(
    db.schema
      .createTable('checkpoints')
      .addColumn('connection', text, c => c.notNull())
      .addColumn('collection', text, c => c.notNull())
      .addColumn('at', integer, c => c.notNull())
      .addColumn('id', text, c => c.notNull())
      .addPrimaryKeyConstraint('checkpoints_key', ['connection', 'collection'] as never),
  ).execute()
}

/** Who wrote which value into which field of a pair, and by which rules. */
async function createFieldWrites(db: Kysely<unknown>, { integer, text, strict }: Types): Promise<void> {
  await strict(
    db.schema
      .createTable('field_writes')
      .addColumn('id', text, c => c.primaryKey().notNull())
      .addColumn('link_id', text, c => c.notNull())
      .addColumn('field', text, c => c.notNull())
      .addColumn('side', text, c => c.notNull())
      .addColumn('value', text, c => c.notNull())
      .addColumn('cause', text, c => c.notNull())
      .addColumn('job_id', text)
      .addColumn('mapping_version', text, c => c.notNull())
      .addColumn('at', integer, c => c.notNull()),
  ).execute()
  await sql`create index field_writes_link on field_writes (link_id, id)`.execute(db)
}
