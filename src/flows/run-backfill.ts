import type { SweptPage, SweptTicket, TicketSweeper } from '../connectors/connector'
import type { Backfill } from '../domain/backfill'
import { laneOf } from '../domain/receipt'
import { isBridgeError } from '../errors'
import { saveBackfill } from '../store/backfills'
import type { Database } from '../store/database'
import { failuresOf } from '../store/lane-states'
import type { Events } from '../telemetry/events'
import { type EnterParts, enterTicket } from './enter-ticket'
import { createLaneWindow, type WindowParts } from './lane-window'

export interface BackfillParts extends EnterParts, Omit<WindowParts, 'isOpen'> {
  db: Pick<Database, 'read' | 'write'>
  sweeperOf(connection: string): Pick<TicketSweeper, 'readUpdated' | 'countUpdated'>
  collectionsOf(connection: string): readonly (string | null)[]
  /** Both the ticketing system and its SOAR take work. */
  isOpen(connection: string): boolean
  events: Events
}

const ticketsPerPage = 100

/**
 * Reads a history on from where it stands, page by page, by the same door as webhooks. Few tickets at a time are under
 * way, so that what comes in meanwhile finds free hands; a page is kept as read once what it entered is through. Ends
 * early where a connection is paused or the bridge stops. Raises what the connector raises, unless it refuses the query.
 */
export async function runBackfill(parts: BackfillParts, backfill: Backfill): Promise<void> {
  let current = backfill
  const isGoing = () => current.state === 'running' && !parts.isStopping() && parts.isOpen(current.connection)
  while (isGoing()) current = await runPage(parts, current)
}

async function runPage(parts: BackfillParts, backfill: Backfill): Promise<Backfill> {
  const counted = backfill.read === 0 && backfill.total === null ? await count(parts, backfill) : backfill
  const page = await readPage(parts, counted)
  if (typeof page === 'string') return save(parts, { ...counted, state: 'failed', reason: page })
  const entered = await enterPage(parts, counted, page.tickets)
  if (parts.isStopping()) return counted
  const failures = await failuresIn(parts, counted, page.tickets)
  return save(parts, {
    ...counted,
    ...placeAfter(parts, counted, page),
    read: counted.read + page.tickets.length,
    entered: counted.entered + entered,
    failed: counted.failed + failures.length,
    firstFailure: counted.firstFailure ?? failures[0] ?? null,
  })
}

async function save({ db, now, events }: BackfillParts, backfill: Backfill): Promise<Backfill> {
  const saved = { ...backfill, updatedAt: now() }
  await db.write([saveBackfill(db.read, saved)])
  const { id, connection, state, read, entered, failed, createdAt } = saved
  if (state !== 'running') {
    const counts = { tickets: read, entered, failed, ms: saved.updatedAt - createdAt }
    events.emit('backfill.ended', { backfill: id, connection, state, ...counts })
  }
  return saved
}

/** A page, or why the system refuses to be asked so. */
async function readPage({ sweeperOf }: BackfillParts, backfill: Backfill): Promise<SweptPage | string> {
  const { connection, position, read, most } = backfill
  const limit = Math.min(ticketsPerPage, (most ?? Number.POSITIVE_INFINITY) - read)
  try {
    return await sweeperOf(connection).readUpdated({ ...position, ...queryOf(backfill), limit })
  } catch (error) {
    if (isBridgeError(error) && error.kind === 'rejected') return error.message
    throw error
  }
}

function queryOf({ query }: Backfill): { query?: string } {
  return query === '' ? {} : { query }
}

/** For the bar only: where the system does not tell, there is none. */
async function count(parts: BackfillParts, backfill: Backfill): Promise<Backfill> {
  const { connection, since, most } = backfill
  const after = { at: since, id: '' }
  let total = 0
  for (const collection of parts.collectionsOf(connection)) {
    const counting = parts.sweeperOf(connection).countUpdated({ collection, after, ...queryOf(backfill) })
    const ofCollection = await counting.catch(() => null)
    if (ofCollection === null) return backfill
    total += ofCollection
  }
  return { ...backfill, total: Math.min(total, most ?? total) }
}

async function enterPage(parts: BackfillParts, { connection }: Backfill, tickets: SweptTicket[]): Promise<number> {
  const window = createLaneWindow({ ...parts, isOpen: () => parts.isOpen(connection) })
  let count = 0
  for (const ticket of tickets) {
    await window.untilFree()
    if (parts.isStopping()) return count
    const { status, lane } = await enterTicket(parts, { connection, ticket })
    if (status === 'known') continue
    count += 1
    if (status === 'accepted') window.add(lane)
  }
  await window.untilEmpty()
  return count
}

async function failuresIn({ db }: BackfillParts, { connection }: Backfill, tickets: SweptTicket[]) {
  const byLane = new Map(tickets.map(({ id, key }) => [laneOf(connection, id), key]))
  if (byLane.size === 0) return []
  const failures = await failuresOf(db.read, [...byLane.keys()])
  return [...byLane].flatMap(([lane, ticket]) => {
    const reason = failures.get(lane)
    return reason === undefined ? [] : [{ ticket, reason }]
  })
}

function placeAfter(
  { collectionsOf }: BackfillParts,
  { connection, since, position, read, most }: Backfill,
  { tickets, next }: SweptPage,
): Pick<Backfill, 'state' | 'position'> {
  if (most !== null && read + tickets.length >= most) return { state: 'done', position }
  if (next !== null) return { state: 'running', position: { ...position, after: next } }
  const collections = collectionsOf(connection)
  const following = collections[collections.indexOf(position.collection) + 1]
  if (following === undefined) return { state: 'done', position }
  return { state: 'running', position: { collection: following, after: { at: since, id: '' } } }
}
