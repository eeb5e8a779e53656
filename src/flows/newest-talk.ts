import type { NoteChange } from '../domain/container-change'
import { compareVersions } from '../domain/merge-changes'
import type { CommentChange } from '../domain/ticket'
import type { Decided } from './decide'
import type { Heard } from './hear-lane'

/** Those whose version is the newest ever heard of. */
export function newestComments({ decided, heard }: { decided: Decided; heard: Heard }): CommentChange[] {
  const { comments } = decided.link.snapshot
  const newest = new Map<string, CommentChange>()
  for (const change of [...heard.ticket.effective, ...heard.retold]) {
    if (change.kind !== 'comment') continue
    const known = comments[change.id]
    if (known !== undefined && compareVersions(known.version, change.version) === 0) newest.set(change.id, change)
  }
  return [...newest.values()]
}

/** The newest of each note among these. */
export function newestNotes(heard: Heard): NoteChange[] {
  const newest = new Map<string, NoteChange>()
  for (const { change } of heard.soar) {
    if (change.kind !== 'note') continue
    const known = newest.get(change.id)
    if (known === undefined || compareVersions(change.version, known.version) >= 0) newest.set(change.id, change)
  }
  return [...newest.values()]
}
