import type { AuditEntry } from '../domain/audit'
import type { Link } from '../domain/link'
import { BridgeError } from '../errors'
import type { Database } from '../store/database'
import type { FieldSide } from '../store/field-writes'
import { findLinkById } from '../store/links'
import { createReceiptInsert } from '../store/receipts'
import type { Statement, Written } from '../store/statement'
import type { Operator } from './replay'
import { ownAsks, ownReceipt } from './sort-receipts'

export interface SettleFieldParts {
  db: Pick<Database, 'read'>
  /** Writes the change and its row of the audit log, or neither. */
  record(entry: AuditEntry, change: Statement[]): Promise<Written>
  wake(lane: string): void
  newId(): string
  now(): number
}

export interface FieldSettlement {
  linkId: string
  field: string
  /** Whose value counts. */
  take: FieldSide
}

/**
 * An operator decides a field that is held: the value of one side goes to the other, in the lane's turn. Raises
 * `not-found`, or `conflict` where the field is not held.
 */
export async function settleField(
  parts: SettleFieldParts,
  { linkId, field, take }: FieldSettlement,
  by: Operator,
): Promise<Link> {
  const link = await findLinkById(parts.db.read, linkId)
  if (link === undefined || by.visible?.includes(link.connection) === false)
    throw new BridgeError('not-found', 'there is no such link', { code: 'link-unknown' })
  if (!Object.hasOwn(link.container.holds, field))
    throw new BridgeError('conflict', 'this field is not held', { code: 'field-not-held' })
  const { newId, now } = parts
  const receipt = ownReceipt(link, ownAsks.settle, { newId, now: now(), body: { field, take } })
  const detail = { field, take, ticket: link.ticketId }
  const entry: AuditEntry = { tenant: link.tenant, caller: by.id, action: 'field.settled', subject: link.id, detail }
  await parts.record(entry, [createReceiptInsert(parts.db.read)(receipt)])
  if (receipt.lane !== null) parts.wake(receipt.lane)
  return link
}
