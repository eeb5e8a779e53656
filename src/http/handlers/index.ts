import type { Contract, Handlers } from '../contract'
import { type AccessParts, createKeyHandlers, createUserHandlers } from './access'
import { type AuditHandlerParts, createAuditHandlers } from './audit'
import { type BothSidesParts, createBothSidesHandlers } from './both-sides'
import { createDocsHandlers } from './docs'
import { createEnrichmentHandlers, type EnrichmentParts } from './enrichments'
import { createJobHandlers, type JobParts } from './jobs'
import { createReadHandlers, type ReadHandlerParts } from './reads'
import { createServiceHandlers, type ServiceParts } from './service'

export interface HandlerParts
  extends AccessParts,
    AuditHandlerParts,
    BothSidesParts,
    EnrichmentParts,
    JobParts,
    ReadHandlerParts,
    ServiceParts {
  contract: Contract
}

/** Every operation of our own API and the function that answers it. */
export function createHandlers(parts: HandlerParts): Handlers {
  return {
    ...createReadHandlers(parts),
    ...createJobHandlers(parts),
    ...createBothSidesHandlers(parts),
    ...createUserHandlers(parts),
    ...createKeyHandlers(parts),
    ...createAuditHandlers(parts),
    ...createEnrichmentHandlers(parts),
    ...createServiceHandlers(parts),
    ...createDocsHandlers(parts.contract),
  }
}
