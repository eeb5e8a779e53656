import { type Kysely, sql } from 'kysely'
import type { Types } from './dialect'

export async function up(db: Kysely<unknown>, { integer, text, strict }: Types): Promise<void> {
  await strict(
    db.schema
      .createTable('jobs')
      .addColumn('id', text, c => c.primaryKey().notNull())
      .addColumn('op_id', text, c => c.notNull().unique())
      .addColumn('lane', text, c => c.notNull())
      .addColumn('link_id', text, c => c.notNull())
      .addColumn('connection', text, c => c.notNull())
      .addColumn('target', text, c => c.notNull())
      .addColumn('kind', text, c => c.notNull())
      .addColumn('command', text, c => c.notNull())
      .addColumn('state', text, c => c.notNull())
      .addColumn('fence', integer, c => c.notNull())
      .addColumn('tries', integer, c => c.notNull())
      .addColumn('next_at', integer, c => c.notNull())
      .addColumn('sent_at', integer)
      .addColumn('unknown_at', integer)
      .addColumn('late_sweep_at', integer)
      .addColumn('reason', text)
      .addColumn('mapping_version', text, c => c.notNull())
      .addColumn('created_at', integer, c => c.notNull())
      .addColumn('updated_at', integer, c => c.notNull()),
  ).execute()
  await sql`create index jobs_open on jobs (lane, id) where state in ('waiting', 'sending', 'unknown', 'dead')`.execute(
    db,
  )
  await sql`create index jobs_due on jobs (next_at) where state in ('waiting', 'unknown')`.execute(db)
  await sql`create index jobs_late_sweep on jobs (late_sweep_at) where late_sweep_at is not null`.execute(db)
  await sql`create index jobs_link on jobs (link_id, id)`.execute(db)
  await sql`create index jobs_state on jobs (state, id)`.execute(db)

  await strict(
    db.schema
      .createTable('attempts')
      .addColumn('id', text, c => c.primaryKey().notNull())
      .addColumn('job_id', text, c => c.notNull())
      .addColumn('lane', text, c => c.notNull())
      .addColumn('purpose', text, c => c.notNull())
      .addColumn('fence', integer, c => c.notNull())
      .addColumn('started_at', integer, c => c.notNull())
      .addColumn('ended_at', integer, c => c.notNull())
      .addColumn('outcome', text, c => c.notNull())
      .addColumn('code', text)
      .addColumn('message', text)
      .addColumn('exchanges', text, c => c.notNull()),
  ).execute()
  await sql`create index attempts_job on attempts (job_id, id)`.execute(db)
}
