import type { Kysely } from 'kysely'
import { type Statement, toStatement } from './statement'
import type { Row, Tables } from './tables'

type Read = Kysely<Tables>

export type FieldSide = 'ticket' | 'soar'

/** One value that came into one field of a pair: written by the bridge, or by somebody else. */
export interface FieldWrite {
  id: string
  linkId: string
  field: string
  /** Where it stands. */
  side: FieldSide
  /** As JSON; of a long one its hash. */
  value: string
  /** `reaction`: what automations do at once to what the bridge wrote. */
  cause: 'bridge' | 'person' | 'reaction'
  jobId: string | null
  mappingVersion: string
  at: number
}

export function insertFieldWrite(read: Read, write: FieldWrite): Statement {
  return toStatement(
    read.insertInto('field_writes').values({
      id: write.id,
      link_id: write.linkId,
      field: write.field,
      side: write.side,
      value: write.value,
      cause: write.cause,
      job_id: write.jobId,
      mapping_version: write.mappingVersion,
      at: write.at,
    }),
  )
}

/** More of a link's writes than any judgement about one of its fields asks for. */
const enough = 200

/** The newest of a link, newest first. */
export async function lastFieldWrites(read: Read, linkId: string): Promise<FieldWrite[]> {
  const rows = await read
    .selectFrom('field_writes')
    .selectAll()
    .where('link_id', '=', linkId)
    .orderBy('id', 'desc')
    .limit(enough)
    .execute()
  return rows.map(toFieldWrite)
}

function toFieldWrite(row: Row<'field_writes'>): FieldWrite {
  return {
    id: row.id,
    linkId: row.link_id,
    field: row.field,
    side: row.side as FieldSide,
    value: row.value,
    cause: row.cause as FieldWrite['cause'],
    jobId: row.job_id,
    mappingVersion: row.mapping_version,
    at: row.at,
  }
}
