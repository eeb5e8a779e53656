import type { Sending } from '../connectors/connector'
import { type BridgeError, isBridgeError } from '../errors'
import { createReceiptInsert } from '../store/receipts'
import { compareTarget, type Found } from './compare-target'
import { polledReceipt } from './polled-receipt'
import { settleTry, type Try } from './settle-try'
import { ownAsks, ownReceipt } from './sort-receipts'

/** Compares what the target holds with what a command was decided for, and lets the command give way where it changed. */
export interface Comparison {
  compare: NonNullable<Sending['compare']>
  /** Nothing was written; what was found is heard, and the digest decides anew. False for any other failure. */
  giveWay(error: unknown): Promise<boolean>
}

export function createComparison(attempt: Try): Comparison {
  let found: Found | undefined
  return {
    compare: target => {
      found = target
      compareTarget(attempt, target)
    },
    giveWay: async error => {
      if (found === undefined || !isBridgeError(error) || error.code !== 'changed-meanwhile') return false
      await settle(attempt, found, error)
      return true
    },
  }
}

async function settle(attempt: Try, found: Found, { code, message }: BridgeError): Promise<void> {
  const { parts, link } = attempt
  const { newId } = parts
  const now = parts.now()
  const heard =
    found.kind === 'ticket-state'
      ? ownReceipt(link, ownAsks.reread, { newId, now })
      : // Never one with what a poll told before: that may have been read before our own last write.
        polledReceipt(found, link, { id: newId(), soarConnection: link.soarConnection, deliveryId: null, readAt: now })
  const also = [createReceiptInsert(parts.db.read)(heard)]
  await settleTry(attempt, {
    state: 'superseded',
    nextAt: 0,
    outcome: 'changed-meanwhile',
    code,
    reason: message,
    also,
  })
}
