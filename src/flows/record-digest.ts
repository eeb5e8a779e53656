import type { Database } from '../store/database'
import { insertFieldWrite } from '../store/field-writes'
import type { Statement } from '../store/statement'
import { changeStatements, type RecordInput } from './record-changes'

/** What was heard, what the rules made of it, and what others than the bridge did to the fields. */
export function recordStatements(read: Database['read'], input: RecordInput): Statement[] {
  const { decided, newId, now: at } = input
  const { link, mappingVersion } = decided
  const seen = decided.seen.map(one =>
    insertFieldWrite(read, { ...one, id: newId(), linkId: link.id, jobId: null, mappingVersion, at }),
  )
  return [...changeStatements(read, input), ...seen]
}
