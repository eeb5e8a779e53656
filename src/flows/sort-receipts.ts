import { type NewId, sha256Hex } from '../domain/ids'
import type { JsonObject } from '../domain/json'
import type { Link } from '../domain/link'
import { laneOf, type Receipt } from '../domain/receipt'

/** Receipts that the bridge writes to itself: what is to be done in a lane's turn. */
export const ownAsks = {
  reread: 'bridge:reread',
  settle: 'bridge:settle',
  reconcile: 'bridge:reconcile',
  join: 'bridge:join',
} as const
type OwnEvent = (typeof ownAsks)[keyof typeof ownAsks]

/** The receipts of a lane by who speaks in them. */
export interface SortedReceipts {
  ofTicket: Receipt[]
  ofSoar: Receipt[]
  own: Receipt[]
}

/** Oldest first, as they came. */
export function sortReceipts(receipts: readonly Receipt[], connection: string): SortedReceipts {
  const own = receipts.filter(({ event }) => Object.values<string | null>(ownAsks).includes(event))
  const others = receipts.filter(receipt => !own.includes(receipt))
  return {
    ofTicket: others.filter(receipt => receipt.connection === connection),
    ofSoar: others.filter(receipt => receipt.connection !== connection),
    own,
  }
}

/** Asks the lane of a link for something of our own. */
export function ownReceipt(
  { connection, ticketId }: Pick<Link, 'connection' | 'ticketId'>,
  event: OwnEvent,
  { newId, now, body = {} }: { newId: NewId; now: number; body?: JsonObject },
): Receipt {
  const bytes = Buffer.from(JSON.stringify(body))
  return {
    id: newId(),
    connection,
    lane: laneOf(connection, ticketId),
    deliveryId: null,
    version: null,
    sha256: sha256Hex(bytes),
    event,
    state: 'pending',
    reason: null,
    receivedAt: now,
    headers: {},
    body: bytes,
  }
}
