import type { ContainerChange } from '../domain/container-change'
import { identifyChange } from '../domain/container-snapshot'
import { sha256Hex } from '../domain/ids'
import type { Link } from '../domain/link'
import { laneOf, type Receipt } from '../domain/receipt'

/** What a poll told of a container, as a delivery to the lane of a ticket that it is linked with. */
export function polledReceipt(
  change: ContainerChange,
  link: Pick<Link, 'id' | 'connection' | 'ticketId'>,
  { id, soarConnection, readAt }: { id: string; soarConnection: string; readAt: number },
): Receipt {
  const body = Buffer.from(JSON.stringify(change))
  return {
    id,
    connection: soarConnection,
    lane: laneOf(link.connection, link.ticketId),
    // Tickets that share a container each hear of it.
    deliveryId: `${identifyChange(change)} ${link.id}`,
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
