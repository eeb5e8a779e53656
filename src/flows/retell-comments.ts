import type { TicketConnector } from '../connectors/connector'
import type { CommentChange } from '../domain/ticket'
import type { Database } from '../store/database'
import { processedReceipts } from '../store/receipts'
import { readChanges } from './read-changes'
import { sortReceipts } from './sort-receipts'

/** The newest ones; older deliveries are in the container that was left. */
const mostReceipts = 500

/** What was said in a ticket, as the deliveries that are still kept tell it: a new container knows nothing of it yet. */
export async function retellComments(
  read: Database['read'],
  {
    connector,
    lane,
    ticketId,
  }: { connector: Pick<TicketConnector, 'connection' | 'normalize'>; lane: string; ticketId: string },
): Promise<CommentChange[]> {
  const { ofTicket } = sortReceipts(await processedReceipts(read, lane, mostReceipts), connector.connection)
  const { ofReceipts } = await readChanges({
    connector: { normalize: connector.normalize, readTicket: async () => null },
    receipts: ofTicket,
    ticketId,
    collection: undefined,
    isKnownWhole: true,
    mustReread: false,
  })
  return ofReceipts.flatMap(({ changes }) => changes.filter(change => change.kind === 'comment'))
}
