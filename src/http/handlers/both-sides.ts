import { type ApprovalParts, createApprovalHandlers } from './approvals'
import { type BackfillHandlerParts, createBackfillHandlers } from './backfills'
import { createReconcileHandlers, type ReconcileHandlerParts } from './reconcile'
import { createRoundTripHandlers, type RoundTripParts } from './round-trip'

export interface BothSidesParts extends ApprovalParts, BackfillHandlerParts, ReconcileHandlerParts, RoundTripParts {}

/** What keeps tickets and containers alike: looks, settlements, sweeps of the past, comparisons, and what SOAR asks people. */
export function createBothSidesHandlers(parts: BothSidesParts) {
  return {
    ...createApprovalHandlers(parts),
    ...createBackfillHandlers(parts),
    ...createReconcileHandlers(parts),
    ...createRoundTripHandlers(parts),
  }
}
