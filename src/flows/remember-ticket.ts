import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import type { Database } from '../store/database'
import { saveLink } from '../store/links'
import type { Statement } from '../store/statement'
import { insertTwin } from '../store/twins'
import { copyFingerprintOf } from './fingerprint'
import { copyStatements } from './remember-copy'
import { rememberUpdate } from './remember-ticket-update'

export interface RememberTicketInput {
  link: Link
  job: Job
  /** Of what was written there. */
  id: string
  /** Words that its system did not know. */
  notes: readonly string[]
  newId(): string
  at: number
}

/** What a ticketing system's confirmation teaches us, beside that the job is done. */
export function rememberTicketSide(read: Database['read'], input: RememberTicketInput): Statement[] {
  const { job } = input
  const { command } = job
  if (command.kind === 'update-ticket') return rememberUpdate(read, input, command.agreed ?? {})
  if (command.kind === 'upsert-comment' || command.kind === 'attach-file')
    return copyStatements(read, { ...input, command, copyId: input.id })
  // Its id is its marker: what it says is known again by its words.
  if (command.kind === 'add-work-note') return [statusTwin(read, input, copyFingerprintOf(command.text))]
  return command.kind === 'upsert-status-comment' ? rememberStatusComment(read, input) : []
}

/** Ours for ever, whatever it says: it is edited by its id, and no note is made of it. */
function rememberStatusComment(read: Database['read'], input: RememberTicketInput): Statement[] {
  const { link, id, at } = input
  const { base, revision } = link
  if (base.statusCommentId === id) return []
  const remembered: Link = { ...link, base: { ...base, statusCommentId: id }, revision: revision + 1, updatedAt: at }
  return [saveLink(read, remembered, revision), statusTwin(read, input, '')]
}

function statusTwin(read: Database['read'], { link, id, at }: RememberTicketInput, copySha256: string): Statement {
  const sides = { ticketSide: id, soarSide: '', sha256: '', copySha256, origin: 'soar' as const }
  return insertTwin(read, { ...sides, linkId: link.id, kind: 'status' }, at)
}
