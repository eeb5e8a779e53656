import type { Receive } from '../../flows/receive'
import type { Contract, Handlers } from '../contract'
import { createDocsHandlers } from './docs'
import { createJobHandlers, type JobParts } from './jobs'
import { createReadHandlers, type ReadHandlerParts } from './reads'
import { createServiceHandlers, type ServiceParts } from './service'
import { receiveWebhook } from './webhooks'

export interface HandlerParts extends JobParts, ReadHandlerParts, ServiceParts {
  contract: Contract
  receive: Receive
}

/** Every operation of the contract and the function that answers it. */
export function createHandlers(parts: HandlerParts): Handlers {
  const webhook = receiveWebhook(parts.receive)
  return {
    receiveJiraWebhook: webhook,
    receiveServiceNowWebhook: webhook,
    ...createReadHandlers(parts),
    ...createJobHandlers(parts),
    ...createServiceHandlers(parts),
    ...createDocsHandlers(parts.contract),
  }
}
