import type { TicketApplied } from '../connectors/connector'
import type { NewId } from '../domain/ids'
import type { Job } from '../domain/job'
import type { JsonObject } from '../domain/json'
import type { Link } from '../domain/link'
import type { Database } from '../store/database'
import { saveLink } from '../store/links'
import { createReceiptInsert } from '../store/receipts'
import type { Statement } from '../store/statement'
import { insertTwin } from '../store/twins'
import { copyStatements } from './remember-copy'
import { rememberedWrites } from './remembered-writes'
import { ownEvents, ownReceipt } from './sort-receipts'

export interface RememberTicketInput {
  link: Link
  job: Job
  applied: TicketApplied
  newId: NewId
  at: number
}

/** What a ticketing system's confirmation teaches us, beside that the job is done. */
export function rememberTicketStatements(read: Database['read'], input: RememberTicketInput): Statement[] {
  const { link, job, applied, at } = input
  const { command } = job
  if (command.kind === 'update-ticket') return rememberUpdate(read, input, command.agreed ?? {})
  if (command.kind === 'upsert-comment' || command.kind === 'attach-file')
    return copyStatements(read, { link, command, copyId: applied.id, at })
  if (command.kind !== 'upsert-status-comment') return []
  // Ours for ever, whatever it says: no note is made of it.
  const twin = {
    kind: 'status',
    ticketSide: applied.id,
    soarSide: '',
    sha256: '',
    copySha256: '',
    origin: 'soar',
  } as const
  return [insertTwin(read, { ...twin, linkId: link.id }, at)]
}

/**
 * The base moves to what was written; the ticket is read again, since its system may hold it in other words, and what is
 * still on its way to us was written before.
 */
function rememberUpdate(read: Database['read'], input: RememberTicketInput, agreed: JsonObject): Statement[] {
  const { link, newId, at } = input
  const remembered: Link = {
    ...link,
    base: { ...link.base, fields: { ...link.base.fields, ...agreed } },
    container: { ...link.container, isTicketStale: true },
    revision: link.revision + 1,
    updatedAt: at,
  }
  return [
    saveLink(read, remembered, link.revision),
    createReceiptInsert(read)(ownReceipt(link, ownEvents.reread, { newId, now: at })),
    ...rememberedWrites(read, { ...input, side: 'ticket', written: agreed }),
  ]
}
