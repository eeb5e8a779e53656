import type { JsonObject } from '../domain/json'
import type { Link } from '../domain/link'
import type { Database } from '../store/database'
import { saveLink } from '../store/links'
import { createReceiptInsert } from '../store/receipts'
import type { Statement } from '../store/statement'
import { ownerAsked } from './remember-owner'
import type { RememberTicketInput } from './remember-ticket'
import { rememberedWrites } from './remembered-writes'
import { ownAsks, ownReceipt } from './sort-receipts'

/**
 * The base moves to what was written; the ticket is read again, since its system may hold it in other words, and what is
 * still on its way to us was written before.
 */
export function rememberUpdate(read: Database['read'], input: RememberTicketInput, agreed: JsonObject): Statement[] {
  const { link, notes, newId, at } = input
  const held = link.base.ticket?.owner?.value
  const container = ownerAsked(link.container, { side: 'ticket', written: agreed, held, notes })
  const remembered: Link = {
    ...link,
    base: { ...link.base, fields: { ...link.base.fields, ...agreed } },
    container: { ...container, isTicketStale: true },
    revision: link.revision + 1,
    updatedAt: at,
  }
  return [
    saveLink(read, remembered, link.revision),
    createReceiptInsert(read)(ownReceipt(link, ownAsks.reread, { newId, now: at })),
    ...rememberedWrites(read, { ...input, side: 'ticket', written: agreed }),
  ]
}
