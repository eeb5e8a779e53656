import type { SweptTicket, TicketConnector } from '../connectors/connector'
import { sha256Hex } from '../domain/ids'
import { laneOf } from '../domain/receipt'
import { tellsMore } from '../domain/tells-more'
import type { TicketChange } from '../domain/ticket'
import type { Database } from '../store/database'
import { findLink } from '../store/links'
import { findDuplicate } from '../store/receipts'
import type { Receive } from './receive'

export interface EnterParts {
  db: Pick<Database, 'read'>
  /** The door that webhooks come in by. */
  receive: Receive
  sourceOf(connection: string): { connector: Pick<TicketConnector, 'normalize'>; soarConnection: string }
  now(): number
}

export interface Entered {
  /** `known`: nothing in it is new, and no receipt was made. */
  status: 'known' | 'accepted' | 'quarantined'
  lane: string
  deliveryId: string
  receipt: string | null
}

/**
 * Takes a ticket that was read rather than told, where it says more than its link knows. One that is known costs one
 * look-up. Resolves after the commit; raises what receiving raises.
 */
export async function enterTicket(
  parts: EnterParts,
  { connection, ticket }: { connection: string; ticket: SweptTicket },
): Promise<Entered> {
  const { db, receive, sourceOf, now } = parts
  const { connector, soarConnection } = sourceOf(connection)
  const { changes } = connector.normalize(ticket.payload, now())
  const known = { lane: laneOf(connection, ticket.id), deliveryId: nameReading(ticket, changes) }
  const link = await findLink(db.read, { connection, ticketId: ticket.id, soarConnection })
  const isKnown = link !== undefined && !tellsMore(link.snapshot, changes)
  if (isKnown || (await isStored(parts, connection, known.deliveryId)))
    return { ...known, status: 'known', receipt: null }
  const rawBody = Buffer.from(JSON.stringify(ticket.payload))
  const { status, receipt } = await receive({
    connection,
    rawBody,
    content: { payload: ticket.payload },
    deliveryId: known.deliveryId,
    headers: {},
  })
  return { ...known, receipt, status: status === 'duplicate' ? 'known' : status }
}

/** A ticket that was read in this version waits for its lane already; read again it may look a little different. */
async function isStored({ db }: EnterParts, connection: string, deliveryId: string): Promise<boolean> {
  return (await findDuplicate(db.read, { connection, deliveryId, version: null, sha256: '' })) !== undefined
}

/**
 * With the counter of edits where there is one: two of them may fall into one second. What was said or attached may come
 * without any.
 */
function nameReading({ id, updatedAt }: SweptTicket, changes: readonly TicketChange[]): string {
  const counter = changes.find(({ kind }) => kind === 'ticket-state')?.version.counter
  const parts = changes.flatMap(change => ('id' in change ? [`${change.id}@${change.version.at}`] : []))
  const talk = parts.length === 0 ? '' : `:${sha256Hex(parts.sort().join()).slice(0, 12)}`
  return `sweep:${id}:${updatedAt}${counter === undefined ? '' : `:${counter}`}${talk}`
}
