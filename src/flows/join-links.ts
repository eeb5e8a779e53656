import type { ContainerPoller } from '../connectors/connector'
import type { AuditEntry } from '../domain/audit'
import type { JsonObject } from '../domain/json'
import type { Link } from '../domain/link'
import { BridgeError } from '../errors'
import { createReceiptInsert } from '../store/receipts'
import type { Statement, Written } from '../store/statement'
import { type CheckParts, containerOf, findJoinable, refuseOthers } from './check-joining'
import { type JoinAsk, joinReceipt } from './join-ask'
import type { Operator } from './replay'

export interface JoinLinksParts extends CheckParts {
  /** Writes the change and its row of the audit log, or neither. */
  record(entry: AuditEntry, change: Statement[]): Promise<Written>
  wake(lane: string): void
  newId(): string
  now(): number
  soarOf(soarConnection: string): Pick<ContainerPoller, 'readContainer'>
}

export interface JoinWish {
  linkId: string
  /** Another ticket's container, by its link; or any container of the link's own SOAR. */
  to: { link: string } | { container: string }
}

/**
 * An operator joins a ticket to another container, in its lane's turn; where it is there already nothing happens. Raises
 * `not-found`, `conflict` where it may not go there, and what reading the container raises.
 */
export async function joinLink(parts: JoinLinksParts, { linkId, to }: JoinWish, by: Operator): Promise<Link> {
  const link = await findJoinable(parts, linkId, by)
  const containerId = 'link' in to ? await containerOf(parts, { link, other: to.link }, by) : to.container
  if (containerId === link.containerId) return link
  await refuseOthers(parts, link, containerId)
  const container = await parts.soarOf(link.soarConnection).readContainer(containerId)
  if (container === null)
    throw new BridgeError('not-found', 'SOAR has no such container', { code: 'container-unknown' })
  await ask(parts, { link, action: 'link.joined', detail: { container: containerId }, by }, { container })
  return link
}

/** The undoing: the ticket gets the container back that it left, or a new one. Raises `conflict` where it was never joined. */
export async function partLink(parts: JoinLinksParts, linkId: string, by: Operator): Promise<Link> {
  const link = await findJoinable(parts, linkId, by)
  const { containerId, leftContainerId: left, soarConnection } = link
  if (containerId === null || (link.role === 'primary' && link.containerSdi === null))
    throw new BridgeError('conflict', 'this ticket was not joined to a container', { code: 'link-not-joined' })
  await refuseOthers(parts, link, left)
  const container = left === null ? null : await parts.soarOf(soarConnection).readContainer(left)
  const detail = { container: containerId, ticket: link.ticketId }
  await ask(parts, { link, action: 'link.parted', detail, by }, { container, isParting: true })
  return link
}

interface Act extends Pick<AuditEntry, 'action'> {
  link: Link
  detail: JsonObject
  by: Operator
}

async function ask(parts: JoinLinksParts, { link, action, detail, by }: Act, wish: JoinAsk): Promise<void> {
  const receipt = joinReceipt(link, wish, { newId: parts.newId, now: parts.now() })
  const { tenant, id: subject, ticketId: ticket } = link
  const entry: AuditEntry = { tenant, caller: by.id, action, subject, detail: { ...detail, ticket } }
  await parts.record(entry, [createReceiptInsert(parts.db.read)(receipt)])
  if (receipt.lane !== null) parts.wake(receipt.lane)
}
