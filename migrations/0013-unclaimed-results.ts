import { type Kysely, sql } from 'kysely'

const kinds = ['ci_enrichment_results', 'observable_enrichment_results', 'threat_lookup_results'] as const

/** Results that no ticket claims, oldest first; few, where they get containers of their own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of kinds) {
    await sql`create index ${sql.ref(`${table}_unclaimed`)} on ${sql.table(table)} (id) where unlinked_reason = 'no-match'`.execute(
      db,
    )
  }
}
