import type { ContainerChange } from '../domain/container-change'
import type { NewId } from '../domain/ids'
import type { Receipt } from '../domain/receipt'
import type { Database } from '../store/database'
import { linksOfContainer } from '../store/links'
import { nameAfterWrites, polledReceipt } from './polled-receipt'
import { type Share, shareChanges } from './share-containers'

export interface PolledReceiptsParts {
  db: Pick<Database, 'read'>
  newId: NewId
  /** Where containers are shared from one SOAR to another. */
  shares?: readonly Share[]
}

/** What a poll told, as deliveries to the tickets of linked containers, and to the shares of those that are at home there. */
export async function polledReceipts(
  { db, newId, shares = [] }: PolledReceiptsParts,
  polled: { soarConnection: string; changes: ContainerChange[]; readAt: number },
): Promise<Receipt[]> {
  const { soarConnection, changes, readAt } = polled
  const links = new Map<string, Awaited<ReturnType<typeof linksOfContainer>>>()
  for (const containerId of new Set(changes.map(change => change.containerId))) {
    links.set(containerId, await linksOfContainer(db.read, { soarConnection, containerId }))
  }
  const linksOf = (containerId: string) => links.get(containerId) ?? []
  const toTickets = changes.flatMap(change =>
    linksOf(change.containerId).flatMap(link => {
      const deliveryId = nameAfterWrites(change, link, readAt)
      return polledReceipt(change, link, { id: newId(), soarConnection, deliveryId, readAt })
    }),
  )
  const shared = await shareChanges({ db, shares }, { soarConnection, changes, linksOf })
  const toShares = shared.map(({ change, connection }) => {
    const home = { id: 'home', connection, ticketId: change.containerId }
    return polledReceipt(change, home, { id: newId(), soarConnection: connection, readAt })
  })
  return [...toTickets, ...toShares]
}
