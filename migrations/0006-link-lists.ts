import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index links_connection on links (connection, id)`.execute(db)
  await sql`create index links_container_id on links (container_id, id)`.execute(db)
}
