import { type Kysely, sql } from 'kysely'
import { type Statement, toStatement } from './statement'
import type { Tables } from './tables'

type Read = Kysely<Tables>

/** Jobs towards its tickets name it; those towards SOAR do not. */
const namedTables = ['links', 'lanes', 'receipts', 'mapping_versions', 'jobs', 'backfills', 'checkpoints'] as const
/** Tables whose `lane` begins with the connection's name. */
const laneTables = ['lanes', 'receipts', 'changes', 'jobs', 'attempts', 'results_to_plan'] as const

/**
 * Gives everything of a ticket connection another name, except `sdi_prefix`: it stands in SOAR's identifiers for ever.
 * One transaction, whose first statement renames the links; only while no server runs, and only to a name that owns
 * nothing (`isConnectionUsed`).
 */
export function renameConnection(read: Read, { from, to }: { from: string; to: string }): Statement[] {
  const rename = (table: (typeof namedTables)[number]) =>
    toStatement(read.updateTable(table).set({ connection: to }).where('connection', '=', from))
  const names = namedTables.flatMap(table =>
    // Sweeping goes on where it stood: the new name has nothing that was swept.
    table === 'checkpoints' ? [forgetCheckpoints(read, to), rename(table)] : [rename(table)],
  )
  const prefix = `${from}/`
  const lanes = laneTables.map(table =>
    // Compared by position: LIKE would read wildcards in a name.
    toStatement(
      read
        .updateTable(table)
        .set({ lane: sql<string>`${`${to}/`} || substr(lane, ${prefix.length + 1})` })
        .where(sql<string>`substr(lane, 1, ${prefix.length})`, '=', prefix),
    ),
  )
  return [...names, ...lanes]
}

function forgetCheckpoints(read: Read, connection: string): Statement {
  return toStatement(read.deleteFrom('checkpoints').where('connection', '=', connection))
}

/** Whether any link, lane or receipt goes by this name. */
export async function isConnectionUsed(read: Read, connection: string): Promise<boolean> {
  for (const table of ['links', 'lanes', 'receipts'] as const) {
    const row = await read
      .selectFrom(table)
      .select('connection')
      .where('connection', '=', connection)
      .executeTakeFirst()
    if (row !== undefined) return true
  }
  return false
}
