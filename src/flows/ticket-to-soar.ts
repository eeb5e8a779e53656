import { parseLane } from '../domain/receipt'
import { BridgeError, isBridgeError } from '../errors'
import type { LaneHold } from '../outbox/outbox'
import { pendingReceipts } from '../store/receipts'
import { type DigestTicketParts, digestTicket } from './digest-ticket'
import { readableTickets } from './readable-tickets'
import { type ResolveParts, resolveTickets } from './resolve-tickets'
import type { TicketSource } from './ticket-source'

export interface DigestParts extends DigestTicketParts, Omit<ResolveParts, keyof DigestTicketParts> {
  sourceOf(connection: string): TicketSource
  /** The ticketing system takes calls now. */
  isOpen(connection: string): boolean
  /** Tells of a failure; answers whether the connection is healthy all the same. */
  report(connection: string, error: BridgeError): Promise<boolean>
  /** Time between two digests of a busy lane. */
  coalesceMs: number
}

/** Stands in for a system that is paused: what needs no reading goes on, the rest waits for its return. */
const closed = { readTicket: refuseCall, resolveTicketId: refuseCall, readTalk: refuseCall }

async function refuseCall(): Promise<never> {
  throw new BridgeError('unavailable', 'the connection is paused', { code: 'unreachable' })
}

/** More wait for the next round, which follows soon. */
const mostPerDigest = { rows: 500, bytes: 32_000_000 }
/** After a reading that failed although the system is well. */
const retryReadingMs = 5_000

/**
 * Turns what a lane received into at most one job, in the transaction that marks the receipts processed. Answers when
 * to look again (epoch ms): a quiet lane is digested at once, a busy one at most every `coalesceMs`.
 */
export async function digestLane(parts: DigestParts, hold: LaneHold): Promise<number | null> {
  const { connection, ticketId } = parseLane(hold.lane)
  const { receipts, isAll } = await pendingReceipts(parts.db.read, hold.lane, mostPerDigest)
  if (receipts.length === 0) return null
  const dueAt = hold.digestedAt + parts.coalesceMs
  if (parts.now() < dueAt) return dueAt
  const source = parts.sourceOf(connection)
  const { connector } = source
  const reader = readableTickets(parts.isOpen(connection) ? connector : closed, error =>
    parts.report(connection, error),
  )
  try {
    if (ticketId === null) await resolveTickets(parts, { connector, reader }, receipts)
    else await digestTicket(parts, { hold, source, reader, ticketId, receipts })
  } catch (error) {
    if (!isBridgeError(error) || error.code === 'store-failed') throw error
    // The ticketing system could not be asked: the receipts stay, and the connection's return wakes the lane.
    const isHealthy = await parts.report(connection, error)
    return isHealthy ? parts.now() + retryReadingMs : null
  }
  return isAll ? null : parts.now() + parts.coalesceMs
}
