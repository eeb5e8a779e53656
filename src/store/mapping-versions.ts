import type { Kysely } from 'kysely'
import { type Statement, toStatement } from './statement'
import type { Tables } from './tables'

export interface MappingActivation {
  connection: string
  version: string
  /** The rules file as it was read. */
  text: string
  source: string
}

/** Keeps the text of the rules with every activation; nothing when they are the ones in force. */
export async function activateMapping(
  read: Kysely<Tables>,
  activation: MappingActivation,
  at: number,
): Promise<Statement[]> {
  const current = await read
    .selectFrom('mapping_versions')
    .select('version')
    .where('connection', '=', activation.connection)
    .orderBy('activated_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (current?.version === activation.version) return []
  return [toStatement(read.insertInto('mapping_versions').values({ ...activation, activated_at: at }))]
}
