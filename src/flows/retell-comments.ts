import type { TicketConnector, TicketTalkReader } from '../connectors/connector'
import type { Link } from '../domain/link'
import type { CommentChange } from '../domain/ticket'
import type { Database } from '../store/database'
import { processedReceipts } from '../store/receipts'
import { readChanges } from './read-changes'
import { sortReceipts } from './sort-receipts'

/** The newest ones; older deliveries are in the container that was left. */
const mostReceipts = 500

export interface RetellParts {
  connector: Pick<TicketConnector, 'connection' | 'normalize'> & Partial<TicketTalkReader>
  lane: string
  link: Link
}

/**
 * What was said in a ticket, as the deliveries that are still kept tell it, or its system where they leave it out: a new
 * container knows nothing of it yet. Raises what reading raises.
 */
export async function retellComments(
  read: Database['read'],
  { connector, lane, link }: RetellParts,
): Promise<CommentChange[]> {
  const { connection, normalize, readTalk } = connector
  const { ofTicket } = sortReceipts(await processedReceipts(read, lane, mostReceipts), connection)
  const { ofReceipts, talk } = await readChanges({
    connector: { normalize, readTicket: async () => null, ...(readTalk !== undefined && { readTalk }) },
    receipts: ofTicket,
    ticketId: link.ticketId,
    collection: link.collection ?? undefined,
    isKnownWhole: true,
    mustReread: false,
    talk: { isKnown: () => false, withFiles: false },
  })
  return [...ofReceipts.flatMap(({ changes }) => changes), ...talk].filter(change => change.kind === 'comment')
}
