import type { Contract, Handlers } from '../contract'
import { type AccessParts, createKeyHandlers, createUserHandlers } from './access'
import { type ApprovalParts, createApprovalHandlers } from './approvals'
import { type AuditHandlerParts, createAuditHandlers } from './audit'
import { type BackfillHandlerParts, createBackfillHandlers } from './backfills'
import { createDocsHandlers } from './docs'
import { createEnrichmentHandlers, type EnrichmentParts } from './enrichments'
import { createJobHandlers, type JobParts } from './jobs'
import { createReadHandlers, type ReadHandlerParts } from './reads'
import { createReconcileHandlers, type ReconcileHandlerParts } from './reconcile'
import { createRoundTripHandlers, type RoundTripParts } from './round-trip'
import { createServiceHandlers, type ServiceParts } from './service'

export interface HandlerParts
  extends AccessParts,
    ApprovalParts,
    AuditHandlerParts,
    BackfillHandlerParts,
    EnrichmentParts,
    JobParts,
    ReadHandlerParts,
    ReconcileHandlerParts,
    RoundTripParts,
    ServiceParts {
  contract: Contract
}

/** Every operation of our own API and the function that answers it. */
export function createHandlers(parts: HandlerParts): Handlers {
  return {
    ...createReadHandlers(parts),
    ...createJobHandlers(parts),
    ...createReconcileHandlers(parts),
    ...createRoundTripHandlers(parts),
    ...createBackfillHandlers(parts),
    ...createUserHandlers(parts),
    ...createKeyHandlers(parts),
    ...createApprovalHandlers(parts),
    ...createAuditHandlers(parts),
    ...createEnrichmentHandlers(parts),
    ...createServiceHandlers(parts),
    ...createDocsHandlers(parts.contract),
  }
}
