import { type Attachments, createAttachments } from './attachments'
import { type Changes, createChanges } from './changes'
import { createImports, type Imports } from './imports'
import type { RecordParts } from './parts'

/** The ways in which records come and change. */
export interface Records {
  changes: Changes
  attachments: Attachments
  imports: Imports
}

export function createRecords(parts: RecordParts): Records {
  const changes = createChanges(parts)
  return { changes, attachments: createAttachments(parts), imports: createImports({ ...parts, changes }) }
}
