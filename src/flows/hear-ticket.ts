import type { Link } from '../domain/link'
import type { Receipt } from '../domain/receipt'
import type { TalkWanted } from '../domain/ticket-talk'
import { type HeardChanges, readChanges } from './read-changes'
import { ownAsks } from './sort-receipts'
import type { TicketDigest } from './ticket-digest'
import type { TicketSource } from './ticket-source'
import { hasUnexplainedChange } from './unexplained-change'

export type HeardFromTicket = HeardChanges

/** What the deliveries of a ticket say, and its system where they leave something out. Raises what reading raises. */
export async function hearTicket(
  { source, reader, ticketId }: Pick<TicketDigest, 'source' | 'reader' | 'ticketId'>,
  known: Link | undefined,
  { receipts, own }: { receipts: Receipt[]; own: readonly Receipt[] },
): Promise<HeardFromTicket> {
  return readChanges({
    connector: { normalize: source.connector.normalize, ...reader },
    receipts,
    ticketId,
    collection: known?.collection ?? undefined,
    isKnownWhole: known?.snapshot.complete ?? false,
    talk: talkWanted(source, known),
    mustReread: own.some(({ event }) => event === ownAsks.reread || event === ownAsks.reconcile),
    leavesOpen: changes => hasUnexplainedChange(changes, known?.snapshot, source.rules),
  })
}

/** Before there is a container nothing was told in vain, so that all counts as new. */
function talkWanted({ rules }: TicketSource, known: Link | undefined): TalkWanted {
  const { comments = {}, attachments = {} } = known?.containerId == null ? {} : known.snapshot
  return {
    isKnown: id => Object.hasOwn(comments, id) || Object.hasOwn(attachments, id),
    withFiles: rules.files.direction === 'to-soar' || rules.files.direction === 'both',
  }
}
