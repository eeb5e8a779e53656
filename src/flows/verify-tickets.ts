import type { GoneTicket, GoneTicketFinder } from '../connectors/connector'
import { laneOf } from '../domain/receipt'
import { dropCheckpoint, findCheckpoint, listCheckpoints, saveCheckpoint } from '../store/checkpoints'
import type { Database } from '../store/database'
import { linkedTicketsAfter, linkedTicketsOf } from '../store/linked-tickets'
import type { Events } from '../telemetry/events'
import type { Receive } from './receive'

export interface VerifyParts {
  db: Pick<Database, 'read' | 'write'>
  sweeperOf(connection: string): Partial<GoneTicketFinder>
  sourceOf(connection: string): { soarConnection: string }
  /** The door that webhooks come in by. */
  receive: Receive
  now(): number
  events: Events
}

/** Of one round, beside those that were missing before. */
const ticketsPerRound = 50
const mostSuspects = 50

/** Where the walk through all tickets goes on. */
const walk = 'verify'
/** Before the id of a ticket that was missing once. */
const missing = 'missing:'

/**
 * Looks whether linked tickets are still there, some in each round, in turn: no search tells of deletions. One that is
 * missing in two rounds enters as the deletion that no webhook told of. Raises what the connector raises.
 */
export async function verifyTickets(parts: VerifyParts, connection: string): Promise<void> {
  const { read } = parts.db
  const { findGone } = parts.sweeperOf(connection)
  if (findGone === undefined) return
  const of = { connection, soarConnection: parts.sourceOf(connection).soarConnection }
  const suspects = await listSuspects(parts, connection)
  const after = (await findCheckpoint(read, { connection, collection: walk }))?.id ?? ''
  const inTurn = await linkedTicketsAfter(read, { ...of, after, limit: ticketsPerRound })
  const asked = [...(await linkedTicketsOf(read, { ...of, ids: suspects })), ...inTurn]
  const once = [...new Map(asked.map(ticket => [ticket.id, ticket])).values()]
  const gone = once.length === 0 ? [] : await findGone(once)
  for (const one of gone) if (suspects.includes(one.id)) await enterDeletion(parts, connection, one)
  const last = inTurn.length < ticketsPerRound ? '' : (inTurn.at(-1)?.id ?? '')
  await keepPlace(parts, connection, {
    cleared: suspects,
    missed: gone.map(({ id }) => id).filter(id => !suspects.includes(id)),
    walkedTo: last === after ? null : last,
  })
}

async function listSuspects({ db }: VerifyParts, connection: string): Promise<string[]> {
  const rows = await listCheckpoints(db.read, { connection, prefix: missing, limit: mostSuspects })
  return rows.map(({ collection }) => collection.slice(missing.length))
}

/** Told once more after a crash it changes nothing. */
async function enterDeletion({ receive, events }: VerifyParts, connection: string, { id, payload }: GoneTicket) {
  const rawBody = Buffer.from(JSON.stringify(payload))
  const { receipt } = await receive({ connection, rawBody, content: { payload }, deliveryId: null, headers: {} })
  events.emit('ticket.gone', { connection, lane: laneOf(connection, id), receipt })
}

interface Place {
  /** Suspects of earlier rounds, whatever came of it. */
  cleared: readonly string[]
  missed: readonly string[]
  /** Null where it is where it was. */
  walkedTo: string | null
}

/** Suspects beyond the limit are found again by a later walk. */
async function keepPlace(
  { db, now }: VerifyParts,
  connection: string,
  { cleared, missed, walkedTo }: Place,
): Promise<void> {
  const at = now()
  const place = (collection: string, id: string) => saveCheckpoint(db.read, { connection, collection, at, id })
  const statements = [
    ...cleared.map(id => dropCheckpoint(db.read, { connection, collection: missing + id })),
    ...missed.slice(0, mostSuspects).map(id => place(missing + id, '')),
    ...(walkedTo === null ? [] : [place(walk, walkedTo)]),
  ]
  if (statements.length > 0) await db.write(statements)
}
