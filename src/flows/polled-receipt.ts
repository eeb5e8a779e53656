import type { ContainerChange } from '../domain/container-change'
import { identifyChange, lastWrittenAt } from '../domain/container-snapshot'
import { sha256Hex } from '../domain/ids'
import type { Link } from '../domain/link'
import { laneOf, type Receipt } from '../domain/receipt'

export interface PolledReceiptFacts {
  id: string
  soarConnection: string
  /** When SOAR was asked, epoch milliseconds. */
  readAt: number
  /** Receipts of the same name are one, null is never one with another; by default what it is tells its name. */
  deliveryId?: string | null
}

/** What a poll told of a container, as a delivery to the lane of a ticket that it is linked with. */
export function polledReceipt(
  change: ContainerChange,
  link: Pick<Link, 'id' | 'connection' | 'ticketId'>,
  { id, soarConnection, readAt, deliveryId = nameReceipt(change, link) }: PolledReceiptFacts,
): Receipt {
  const body = Buffer.from(JSON.stringify(change))
  return {
    id,
    connection: soarConnection,
    lane: laneOf(link.connection, link.ticketId),
    deliveryId,
    version: null,
    sha256: sha256Hex(body),
    event: `soar:${change.kind}`,
    state: 'pending',
    reason: null,
    receivedAt: readAt,
    headers: {},
    body,
  }
}

/** Tickets that share a container each hear of it. */
function nameReceipt(change: ContainerChange, { id }: Pick<Link, 'id'>): string {
  return `${identifyChange(change)} ${id}`
}

/**
 * Read while we wrote to the container, its state may be of the time before in the fields that we wrote: it is told for the
 * others, which notes of the same look are judged by, and once more after the write.
 */
export function nameAfterWrites(change: ContainerChange, link: Pick<Link, 'id' | 'container'>, readAt: number): string {
  const name = nameReceipt(change, link)
  if (change.kind !== 'container-state') return name
  const writtenAt = lastWrittenAt(link.container)
  return writtenAt < readAt ? `${name} ${writtenAt}` : `${name} until ${writtenAt}`
}
