import type { TicketConnector } from '../connectors/connector'
import type { JsonObject } from '../domain/json'
import { laneOf, type Receipt } from '../domain/receipt'
import type { LaneLedger } from '../outbox/outbox'
import type { Database } from '../store/database'
import { markQuarantined, moveToLane } from '../store/receipts'

export interface ResolveParts {
  db: Pick<Database, 'read' | 'write'>
  ledger: Pick<LaneLedger, 'raiseLane'>
  wake(lane: string): void
  now(): number
}

/**
 * Finds the immutable id behind each delivery that only names a key, and moves it into its ticket's lane. One whose
 * ticket nobody knows is kept for a person. Raises what the connector raises: the rest stays where it is.
 */
export async function resolveTickets(
  parts: ResolveParts,
  {
    connector,
    reader,
  }: { connector: Pick<TicketConnector, 'connection' | 'identify'>; reader: Pick<TicketConnector, 'resolveTicketId'> },
  receipts: Receipt[],
): Promise<void> {
  const { db, ledger } = parts
  for (const receipt of receipts) {
    const facts = connector.identify(JSON.parse(receipt.body.toString('utf8')) as JsonObject)
    const collection = facts.collection === undefined ? {} : { collection: facts.collection }
    const found = facts.key === undefined ? null : await reader.resolveTicketId({ key: facts.key, ...collection })
    if (found === null) {
      await db.write([markQuarantined(db.read, { id: receipt.id, reason: 'ticket-unknown', at: parts.now() })])
      continue
    }
    const lane = laneOf(connector.connection, found.id)
    await db.write([moveToLane(db.read, receipt.id, lane), ledger.raiseLane(lane, connector.connection)])
    parts.wake(lane)
  }
}
