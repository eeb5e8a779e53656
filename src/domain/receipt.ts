/** `pending`: waits for its lane. `processed`: digested. `quarantined`: stored raw, needs a person. `ignored`: not about a ticket. */
export type ReceiptState = 'pending' | 'processed' | 'quarantined' | 'ignored'

/** A stored delivery, byte for byte. */
export interface Receipt {
  id: string
  connection: string
  /** `<connection>/<ticket id>`, or `<connection>/` until the id was resolved; null where it has no lane. */
  lane: string | null
  deliveryId: string | null
  /** The body's own version (a time in epoch milliseconds, or a count), where it has one: equal content is then one receipt. */
  version: number | null
  sha256: string
  /** The vendor's name of the event. */
  event: string | null
  state: ReceiptState
  reason: string | null
  receivedAt: number
  headers: Record<string, string>
  body: Buffer
}

/** The queue of one ticket. No lane is ever named by a key. */
export function laneOf(connection: string, ticketId: string): string {
  return `${connection}/${ticketId}`
}

/** Where deliveries wait that do not name an immutable id. */
export function resolvingLaneOf(connection: string): string {
  return `${connection}/`
}

export function parseLane(lane: string): { connection: string; ticketId: string | null } {
  const slash = lane.indexOf('/')
  const ticketId = lane.slice(slash + 1)
  return { connection: lane.slice(0, slash), ticketId: ticketId === '' ? null : ticketId }
}
