import type { NewId } from '../domain/ids'
import type { Job } from '../domain/job'
import type { JsonObject } from '../domain/json'
import type { Link } from '../domain/link'
import type { Database } from '../store/database'
import { type FieldSide, insertFieldWrite } from '../store/field-writes'
import type { Statement } from '../store/statement'
import { storedValue } from './count-flips'

export interface RememberedWritesInput {
  link: Link
  job: Job
  side: FieldSide
  written: JsonObject
  newId: NewId
  at: number
}

/** One line for each field that the bridge wrote, with the job and the version of the rules behind it. */
export function rememberedWrites(
  read: Database['read'],
  { link, job, side, written, newId, at }: RememberedWritesInput,
): Statement[] {
  return Object.entries(written).map(([field, value]) =>
    insertFieldWrite(read, {
      id: newId(),
      linkId: link.id,
      field,
      side,
      value: storedValue(value),
      cause: 'bridge',
      jobId: job.id,
      mappingVersion: job.mappingVersion,
      at,
    }),
  )
}
