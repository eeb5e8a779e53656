import type { ContainerChange } from '../domain/container-change'
import { sha256Hex } from '../domain/ids'
import type { Link } from '../domain/link'
import { laneOf, type Receipt } from '../domain/receipt'

export interface SoarReceiptFacts {
  id: string
  soarConnection: string
  /** Receipts of the same name are one; null never is. */
  deliveryId: string | null
  /** When SOAR was asked, epoch milliseconds. */
  readAt: number
}

/** What SOAR told of a container, as a delivery in the lane of its ticket. */
export function soarReceipt(
  change: ContainerChange,
  { connection, ticketId }: Pick<Link, 'connection' | 'ticketId'>,
  { id, soarConnection, deliveryId, readAt }: SoarReceiptFacts,
): Receipt {
  const body = Buffer.from(JSON.stringify(change))
  return {
    id,
    connection: soarConnection,
    lane: laneOf(connection, ticketId),
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
