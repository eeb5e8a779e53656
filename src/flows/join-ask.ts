import type { ContainerStateChange } from '../domain/container-change'
import type { NewId } from '../domain/ids'
import type { JsonObject } from '../domain/json'
import type { Link } from '../domain/link'
import type { Receipt } from '../domain/receipt'
import { ownAsks, ownReceipt } from './sort-receipts'

/** What a lane is handed so that its ticket stands for another container. */
export interface JoinAsk {
  /** As it was read when it was asked for; null for a new one of its own. Missing: whichever the rules name. */
  container?: ContainerStateChange | null
  /** An operator takes it out of where it is. */
  isParting?: boolean
}

export function joinReceipt(
  link: Pick<Link, 'connection' | 'ticketId'>,
  ask: JoinAsk,
  { newId, now }: { newId: NewId; now: number },
): Receipt {
  return ownReceipt(link, ownAsks.join, { newId, now, body: ask as unknown as JsonObject })
}

/** The last one counts. `readAt` is when SOAR was asked, by our clock. */
export function readJoinAsk(own: readonly Receipt[]): (JoinAsk & { readAt: number }) | null {
  const last = own.findLast(({ event }) => event === ownAsks.join)
  if (last === undefined) return null
  return { ...(JSON.parse(last.body.toString('utf8')) as JoinAsk), readAt: last.receivedAt }
}
