import type { ContainerStateChange } from '../domain/container-change'
import type { NewId } from '../domain/ids'
import type { JsonObject } from '../domain/json'
import type { Link } from '../domain/link'
import type { Receipt } from '../domain/receipt'
import type { SharedField } from './expected-sides'
import type { HeardFromSoar } from './hear-container'
import { ownAsks, ownReceipt } from './sort-receipts'

/** What a lane is handed to reconcile its pair in its turn: the ticket is read again then, the container was read just now. */
export interface ReconcileAsk {
  container: ContainerStateChange | null
  /** Null for all. */
  fields: readonly SharedField[] | null
  /** Source data identifiers of artifacts that SOAR does not have any more, and that are to be made again. */
  lost?: string[]
}

/** `readAt`: when SOAR was asked, by our clock. */
export function reconcileReceipt(
  link: Pick<Link, 'connection' | 'ticketId'>,
  ask: ReconcileAsk,
  { newId, readAt }: { newId: NewId; readAt: number },
): Receipt {
  return ownReceipt(link, ownAsks.reconcile, { newId, now: readAt, body: ask as unknown as JsonObject })
}

export interface ReconcileAsks {
  /** What they say of this container; of another one they say nothing. */
  heardOf(containerId: string | null | undefined): HeardFromSoar[]
  /** Null where there is none. */
  fields: readonly SharedField[] | null
  /** One of them asks for all fields. */
  isForAll: boolean
  lost: ReadonlySet<string>
}

export function readReconcileAsks(own: readonly Receipt[]): ReconcileAsks {
  const asks = own
    .filter(({ event }) => event === ownAsks.reconcile)
    .map(receipt => ({ receipt, ...(JSON.parse(receipt.body.toString('utf8')) as ReconcileAsk) }))
  return {
    heardOf: containerId =>
      asks.flatMap(({ receipt, container }) =>
        container !== null && container.containerId === containerId ? [{ receipt, change: container }] : [],
      ),
    fields: asks.length === 0 ? null : asks.flatMap(({ fields }) => fields ?? []),
    isForAll: asks.some(({ fields }) => fields === null),
    lost: new Set(asks.flatMap(({ lost = [] }) => lost)),
  }
}
