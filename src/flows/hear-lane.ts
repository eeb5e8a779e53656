import type { SeenFieldName } from '../domain/container-snapshot'
import type { Link } from '../domain/link'
import type { Receipt } from '../domain/receipt'
import { type HeardFromSoar, readContainerChanges } from './hear-container'
import { type HeardFromTicket, hearTicket } from './hear-ticket'
import { readJoinAsk } from './join-ask'
import { readSettlements } from './read-settlements'
import { readReconcileAsks } from './reconcile-ask'
import { ownAsks, sortReceipts } from './sort-receipts'
import type { TicketDigest } from './ticket-digest'

/** All that a lane received, by who said it. */
export interface Heard {
  ticket: HeardFromTicket
  soar: HeardFromSoar[]
  /** Fields that an operator settled, with the side whose value counts. */
  settled: ReturnType<typeof readSettlements>
  /** Somebody has these fields only reconciled, and nothing else was received; null for all. */
  only: readonly SeenFieldName[] | null
  /** Artifacts that SOAR lost, and that somebody wants there again. */
  lost: ReadonlySet<string>
  /** Where somebody wants the ticket to be; null where nobody asked. */
  join: ReturnType<typeof readJoinAsk>
  /** What was said in the ticket before, for a container that does not know it yet. */
  retold: HeardFromTicket['effective']
  /** What is done with once its turn is over, beside the deliveries of the ticket. */
  others: Receipt[]
}

/** Raises what reading the ticket raises: then nothing is digested yet. */
export async function hearLane(digest: TicketDigest, known: Link | undefined): Promise<Heard> {
  const { ofTicket, ofSoar, own } = sortReceipts(digest.receipts, digest.source.connector.connection)
  const ticket = await hearTicket(digest, known, { receipts: ofTicket, own })
  const asks = readReconcileAsks(own)
  const isOwnWork =
    !asks.isForAll &&
    own.every(({ event }) => event !== ownAsks.settle && event !== ownAsks.join) &&
    own.length === digest.receipts.length
  return {
    ticket,
    soar: [...readContainerChanges(ofSoar, known?.containerId), ...asks.heardOf(known?.containerId)],
    settled: readSettlements(own),
    only: isOwnWork ? (asks.fields ?? known?.container.only ?? null) : null,
    lost: asks.lost,
    join: readJoinAsk(own),
    retold: [],
    others: [...ofSoar, ...own],
  }
}
