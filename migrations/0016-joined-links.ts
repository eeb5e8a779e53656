import type { Kysely } from 'kysely'
import type { Types } from './dialect'

/** Several tickets may stand for one container, and a container may have been there before its ticket. */
export async function up(db: Kysely<unknown>, { text }: Types): Promise<void> {
  await db.schema
    .alterTable('links')
    .addColumn('role', text, c => c.notNull().defaultTo('primary'))
    .execute()
  await db.schema.alterTable('links').addColumn('container_sdi', text).execute()
  await db.schema.alterTable('links').addColumn('left_container_id', text).execute()
}
