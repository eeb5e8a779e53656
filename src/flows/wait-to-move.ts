import type { Job } from '../domain/job'
import type { Receipt } from '../domain/receipt'
import { ownAsks } from './sort-receipts'

/** Without the asks for a move that has to wait. */
export function receiptsInTurn(
  receipts: readonly Receipt[],
  openJobs: readonly Job[],
  soarConnection: string,
): Receipt[] {
  const isMovable = !isUnderWay(openJobs, soarConnection)
  return receipts.filter(({ event }) => isMovable || event !== ownAsks.join)
}

/** What was sent says where it went: nothing moves before its fate is known. */
export function isUnderWay(openJobs: readonly Job[], soarConnection: string): boolean {
  return openJobs.some(
    ({ state, sentAt, connection, kind }) =>
      (connection === soarConnection || kind === 'update-ticket') &&
      state !== 'dead' &&
      (state !== 'waiting' || sentAt !== null),
  )
}
