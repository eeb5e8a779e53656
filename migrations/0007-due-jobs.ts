import { type Kysely, sql } from 'kysely'

/** By state first: else the index by state alone is taken, and every open job is read and sorted to find those due. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index jobs_due`.execute(db)
  await sql`create index jobs_due on jobs (state, next_at) where state in ('waiting', 'unknown')`.execute(db)
}
