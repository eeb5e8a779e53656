import { type Kysely, sql } from 'kysely'
import type { Types } from './dialect'

export async function up(db: Kysely<unknown>, { integer, text, blob, strict }: Types): Promise<void> {
  await strict(
    db.schema
      .createTable('receipts')
      .addColumn('id', text, c => c.primaryKey().notNull())
      .addColumn('connection', text, c => c.notNull())
      .addColumn('lane', text)
      .addColumn('delivery_id', text)
      .addColumn('version', integer)
      .addColumn('sha256', text, c => c.notNull())
      .addColumn('event', text)
      .addColumn('state', text, c => c.notNull())
      .addColumn('reason', text)
      .addColumn('received_at', integer, c => c.notNull())
      .addColumn('processed_at', integer)
      .addColumn('headers', text, c => c.notNull())
      .addColumn('body', blob, c => c.notNull()),
  ).execute()
  await sql`create unique index receipts_delivery on receipts (connection, delivery_id) where delivery_id is not null`.execute(
    db,
  )
  // By version first: deliveries come in about the order of their versions, so a batch touches few pages of it.
  await sql`create unique index receipts_content on receipts (connection, version, sha256) where version is not null`.execute(
    db,
  )
  await sql`create index receipts_pending on receipts (lane, id) where state = 'pending'`.execute(db)
  // Entered when a receipt was digested, so that receiving does not pay for it.
  await sql`create index receipts_done on receipts (lane, id) where state in ('processed', 'quarantined')`.execute(db)
  await sql`create index receipts_quarantined on receipts (id) where state = 'quarantined'`.execute(db)

  await strict(
    db.schema
      .createTable('lanes')
      .addColumn('lane', text, c => c.primaryKey().notNull())
      .addColumn('connection', text, c => c.notNull())
      .addColumn('wanted', integer, c => c.notNull())
      .addColumn('holder', text)
      .addColumn('fence', integer, c => c.notNull())
      .addColumn('lease_until', integer)
      .addColumn('digested_at', integer, c => c.notNull()),
  ).execute()
  await sql`create index lanes_wanted on lanes (lane) where wanted = 1`.execute(db)
  await sql`create index lanes_held on lanes (lease_until) where holder is not null`.execute(db)
}
