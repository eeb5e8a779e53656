import type { TicketConnector } from '../connectors/connector'
import { type NewId, sha256Hex } from '../domain/ids'
import type { JsonObject } from '../domain/json'
import { laneOf, type Receipt, resolvingLaneOf } from '../domain/receipt'
import { BridgeError } from '../errors'
import type { Database } from '../store/database'
import { createReceiptInsert, findDuplicate } from '../store/receipts'
import type { Events } from '../telemetry/events'

/** An authenticated delivery, as it came through the door. */
export interface Delivery {
  connection: string
  rawBody: Buffer
  /** The body as read by the strict pass and the contract; or why it could not be. */
  content: { payload: JsonObject } | { failure: string }
  /** The sender's id of the delivery, the same across its retries. */
  deliveryId: string | null
  /** Headers worth keeping; never credentials or signatures. */
  headers: Record<string, string>
}

export interface Received {
  receipt: string
  status: 'accepted' | 'duplicate' | 'quarantined'
}

export type Receive = (delivery: Delivery) => Promise<Received>

export interface ReceiveParts {
  db: Pick<Database, 'read' | 'write' | 'writeDepth'>
  wake(lane: string): void
  identifierOf(connection: string): Pick<TicketConnector, 'identify'>
  newId: NewId
  now(): number
  /** Receipts that may wait for their commit; beyond it the sender is asked to come back. */
  maxQueued: number
  events: Events
}

const retryAfterMs = 1_000

/**
 * Stores one delivery durably and wakes its lane; resolves after the commit. Depends neither on SOAR nor on the
 * ticketing system. Raises `unavailable` when the queue is full or the commit failed: then nothing was acknowledged.
 */
export function createReceive(parts: ReceiveParts): Receive {
  const insert = createReceiptInsert(parts.db.read)
  const store = async (receipt: Receipt): Promise<boolean> => {
    const written = await parts.db.write([insert(receipt)])
    return written.committed && written.changes[0] === 1
  }

  return async delivery => {
    if (parts.db.writeDepth() >= parts.maxQueued) throw overloaded(parts.now() + retryAfterMs)
    const receipt = toReceipt(parts, delivery)
    const isNew = await store(receipt)
    const received = isNew ? acknowledge(receipt) : await settleCollision(parts, receipt, store)
    if (received.status === 'accepted' && receipt.state === 'pending' && receipt.lane !== null) parts.wake(receipt.lane)
    tell(parts, receipt, received)
    return received
  }
}

function acknowledge({ id, state }: Receipt): Received {
  return { receipt: id, status: state === 'quarantined' ? 'quarantined' : 'accepted' }
}

function tell({ events, now }: ReceiveParts, receipt: Receipt, { status, receipt: id }: Received): void {
  const { connection, receivedAt, body, reason } = receipt
  const optional = {
    ...(receipt.lane !== null && { lane: receipt.lane }),
    ...(receipt.event !== null && { event: receipt.event }),
  }
  events.emit('webhook.received', {
    connection,
    status,
    receipt: id,
    bytes: body.length,
    ms: now() - receivedAt,
    ...optional,
  })
  if (status === 'quarantined')
    events.emit('receipt.quarantined', { connection, receipt: id, reason: reason ?? 'unknown' })
}

/** A known delivery id with another body is not a duplicate: the id is not signed, so the body is kept for a person. */
async function settleCollision(
  parts: ReceiveParts,
  receipt: Receipt,
  store: (receipt: Receipt) => Promise<boolean>,
): Promise<Received> {
  const known = await findDuplicate(parts.db.read, receipt)
  if (known === undefined) {
    // Purged between our two looks: then this is the only one.
    return (await store(receipt)) ? acknowledge(receipt) : settleCollision(parts, receipt, store)
  }
  if (known.sha256 === receipt.sha256) return { receipt: known.id, status: 'duplicate' }
  receipt.state = 'quarantined'
  receipt.reason = 'delivery-id-reused'
  receipt.lane = null
  receipt.deliveryId = null
  receipt.version = null
  await store(receipt)
  return { receipt: receipt.id, status: 'quarantined' }
}

function toReceipt(parts: ReceiveParts, { connection, rawBody, content, deliveryId, headers }: Delivery): Receipt {
  const place = 'failure' in content ? quarantined(content.failure) : placeOf(parts, connection, content.payload)
  return {
    id: parts.newId(),
    connection,
    lane: place.lane,
    deliveryId,
    version: place.version,
    sha256: sha256Hex(rawBody),
    event: place.event,
    state: place.state,
    reason: place.reason,
    receivedAt: parts.now(),
    headers,
    body: rawBody,
  }
}

type Place = Pick<Receipt, 'lane' | 'event' | 'state' | 'reason' | 'version'>

/** Where a readable delivery belongs. */
function placeOf(parts: ReceiveParts, connection: string, payload: JsonObject): Place {
  const {
    isAboutTicket,
    ticketId,
    key,
    event = null,
    version = null,
  } = parts.identifierOf(connection).identify(payload)
  const known = { event, version }
  if (!isAboutTicket) return { ...known, lane: null, state: 'ignored', reason: 'not-about-a-ticket' }
  if (ticketId !== undefined) return { ...known, lane: laneOf(connection, ticketId), state: 'pending', reason: null }
  if (key !== undefined) return { ...known, lane: resolvingLaneOf(connection), state: 'pending', reason: null }
  return { ...quarantined('names-no-ticket'), ...known }
}

function quarantined(reason: string): Place {
  return { lane: null, event: null, state: 'quarantined', reason, version: null }
}

function overloaded(retryAt: number): BridgeError {
  return new BridgeError('unavailable', 'too many deliveries wait for the disk; come back in a second', {
    code: 'overloaded',
    retryAt,
  })
}
