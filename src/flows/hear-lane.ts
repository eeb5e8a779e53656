import type { SeenFieldName } from '../domain/container-snapshot'
import type { Link } from '../domain/link'
import type { Receipt } from '../domain/receipt'
import type { FieldSide } from '../store/field-writes'
import { type HeardFromSoar, readContainerChanges } from './hear-container'
import { readJoinAsk } from './join-ask'
import { type HeardChanges, readChanges } from './read-changes'
import { readReconcileAsks } from './reconcile-ask'
import { ownAsks, sortReceipts } from './sort-receipts'
import { talkWanted } from './talk-wanted'
import type { TicketDigest } from './ticket-digest'
import { hasUnexplainedChange } from './unexplained-change'

/** All that a lane received, by who said it. */
export interface Heard {
  ticket: HeardChanges
  soar: HeardFromSoar[]
  /** Fields that an operator settled, with the side whose value counts. */
  settled: Record<string, FieldSide>
  /** Somebody has these fields only reconciled, and nothing else was received; null for all. */
  only: readonly SeenFieldName[] | null
  /** Artifacts that SOAR lost, and that somebody wants there again. */
  lost: ReadonlySet<string>
  /** Where somebody wants the ticket to be; null where nobody asked. */
  join: ReturnType<typeof readJoinAsk>
  /** What was said in the ticket before, for a container that does not know it yet. */
  retold: HeardChanges['effective']
  /** What is done with once its turn is over, beside the deliveries of the ticket. */
  others: Receipt[]
}

/** Raises what reading the ticket raises: then nothing is digested yet. */
export async function hearLane(digest: TicketDigest, known: Link | undefined): Promise<Heard> {
  const { source, reader, ticketId } = digest
  const { connection, normalize } = source.connector
  const { ofTicket, ofSoar, own } = sortReceipts(digest.receipts, connection)
  const ticket = await readChanges({
    connector: { normalize, ...reader },
    receipts: ofTicket,
    ticketId,
    collection: known?.collection ?? undefined,
    isKnownWhole: known?.snapshot.complete ?? false,
    talk: talkWanted(source, known),
    mustReread: own.some(({ event }) => event === ownAsks.reread || event === ownAsks.reconcile),
    leavesOpen: changes => hasUnexplainedChange(changes, known?.snapshot, source.rules),
  })
  const asks = readReconcileAsks(own)
  const isOwnWork =
    !asks.isForAll &&
    own.every(({ event }) => event !== ownAsks.settle && event !== ownAsks.join) &&
    own.length === digest.receipts.length
  const settlements = own.filter(({ event }) => event === ownAsks.settle).map(readSettlement)
  return {
    ticket,
    soar: [...readContainerChanges(ofSoar, known?.containerId), ...asks.heardOf(known?.containerId)],
    settled: Object.fromEntries(settlements),
    only: isOwnWork ? (asks.fields ?? known?.container.only ?? null) : null,
    lost: asks.lost,
    join: readJoinAsk(own),
    retold: [],
    others: [...ofSoar, ...own],
  }
}

function readSettlement({ body }: Receipt): [string, FieldSide] {
  const { field, take } = JSON.parse(body.toString('utf8')) as { field: string; take: FieldSide }
  return [field, take]
}
