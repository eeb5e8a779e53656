import { type Kysely, sql } from 'kysely'
import type { Types } from './dialect'

export async function up(db: Kysely<unknown>, types: Types): Promise<void> {
  await createNames(db, types)
  await createResultsToPlan(db, types)
  for (const table of ['ci_enrichment_results', 'observable_enrichment_results', 'threat_lookup_results'] as const) {
    await db.schema.alterTable(table).addColumn('unlinked_reason', types.text).execute()
  }
  await db.schema
    .alterTable('links')
    .addColumn('findings', types.text, c => c.notNull().defaultTo('{"latest":[],"gravest":null}'))
    .execute()
}

/** What a result may call a link by, and what the results that wait for one call it. */
async function createNames(db: Kysely<unknown>, { integer, text, strict }: Types): Promise<void> {
  await strict(
    db.schema
      .createTable('link_names')
      .addColumn('name', text, c => c.notNull())
      .addColumn('tenant', text, c => c.notNull())
      .addColumn('link_id', text, c => c.notNull())
      .addPrimaryKeyConstraint('link_names_name', ['name', 'tenant', 'link_id']),
  ).execute()
  await strict(
    db.schema
      .createTable('result_names')
      .addColumn('result_id', text, c => c.notNull())
      .addColumn('name', text, c => c.notNull())
      .addColumn('kind', text, c => c.notNull())
      .addColumn('tenant', text, c => c.notNull())
      .addColumn('due', integer, c => c.notNull())
      .addPrimaryKeyConstraint('result_names_name', ['result_id', 'name']),
  ).execute()
  await sql`create index result_names_waiting on result_names (name, tenant)`.execute(db)
  await sql`create index result_names_due on result_names (result_id) where due > 0`.execute(db)
}

async function createResultsToPlan(db: Kysely<unknown>, { integer, text, strict }: Types): Promise<void> {
  await strict(
    db.schema
      .createTable('results_to_plan')
      .addColumn('lane', text, c => c.notNull())
      .addColumn('stored_at', integer, c => c.notNull())
      .addColumn('result_id', text, c => c.notNull())
      .addColumn('kind', text, c => c.notNull())
      .addColumn('is_again', integer, c => c.notNull())
      .addPrimaryKeyConstraint('results_to_plan_lane', ['lane', 'stored_at', 'result_id']),
  ).execute()
}
