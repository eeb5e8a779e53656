import type { SweepMark, TicketSweeper } from '../connectors/connector'
import { findCheckpoint, saveCheckpoint } from '../store/checkpoints'
import type { Database } from '../store/database'
import type { Events } from '../telemetry/events'
import { type EnterParts, enterTicket } from './enter-ticket'

export interface SweepParts extends EnterParts {
  db: Pick<Database, 'read' | 'write'>
  sweeperOf(connection: string): Pick<TicketSweeper, 'readUpdated'>
  /** The bridge ends: what is left waits for the next sweep. */
  isStopping(): boolean
  events: Events
}

const ticketsPerPage = 100
/** Searches lag behind what they search, and the mark's own moment may still be written to (reliability.md, jira.md 3.3). */
const overlapMs = 120_000

/**
 * Reads the tickets of one collection that changed since the checkpoint, and takes those that no webhook told of. The
 * first sweep only marks where sweeping begins: history is a backfill's. Raises what the connector raises.
 */
export async function sweepTickets(
  parts: SweepParts,
  { connection, collection }: { connection: string; collection: string | null },
): Promise<void> {
  const place = { connection, collection: collection === null ? 'sweep' : `sweep:${collection}` }
  const mark = await findCheckpoint(parts.db.read, place)
  if (mark === null) return keep(parts, place, { at: parts.now(), id: '' })
  let newest: SweepMark = mark
  let after: SweepMark | null = { at: mark.at - overlapMs, id: '' }
  while (after !== null && !parts.isStopping()) {
    const startedAt = parts.now()
    const { tickets, next } = await parts
      .sweeperOf(connection)
      .readUpdated({ collection, after, limit: ticketsPerPage })
    let found = 0
    for (const ticket of tickets) {
      const { status, lane, receipt } = await enterTicket(parts, { connection, ticket })
      if (status === 'known') continue
      found += 1
      parts.events.emit('ticket.found', { connection, lane, receipt: receipt ?? '' })
    }
    const last = tickets.at(-1)
    // A page that shows no ticket was read too.
    const reached: SweepMark | null = next ?? (last === undefined ? null : { at: last.updatedAt, id: last.id })
    if (reached !== null && reached.at > newest.at) {
      newest = reached
      await keep(parts, place, newest)
    }
    parts.events.emit('tickets.swept', {
      connection,
      found,
      known: tickets.length - found,
      ms: parts.now() - startedAt,
    })
    after = next
  }
}

async function keep({ db }: SweepParts, place: { connection: string; collection: string }, mark: SweepMark) {
  await db.write([saveCheckpoint(db.read, { ...place, ...mark })])
}
