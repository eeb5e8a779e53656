import type { RequestHandler } from 'express'
import type { Receive } from '../flows/receive'
import type { SecurityHandler } from './authenticate'
import { type Contract, type Handlers, partOf, type WebhookId } from './contract'
import { quarantineUnreadable } from './handlers/webhooks'
import { inOrder } from './in-order'
import { createWebhookValidator, normalizeContentType } from './validator'

export interface WebhookDoorParts {
  contract: Contract
  handlers: Handlers
  receive: Receive
  security: Record<string, SecurityHandler>
  validateResponses: boolean
}

export function isWebhook(path: string): boolean {
  return path.startsWith('/webhooks/')
}

/**
 * Everything that a webhook meets once its body is here. It has a validator of its own, which tries the paths one by
 * one, and no router: this is the hot path.
 */
export function createWebhookDoor({
  contract,
  handlers,
  receive,
  security,
  ...parts
}: WebhookDoorParts): RequestHandler {
  const { validateResponses } = parts
  const document = partOf(contract.document, isWebhook)
  const door = inOrder(
    normalizeContentType,
    createWebhookValidator(document, { handlers: security, validateResponses }),
    runWebhook(contract, handlers),
  )
  const quarantine = quarantineUnreadable(receive)
  return (request, response, next) =>
    door(request, response, (error?: unknown) =>
      error === undefined ? next() : quarantine(error, request, response, next),
    )
}

/** The validator has found the operation already: Express need not look for it again. */
function runWebhook({ operations }: Contract, handlers: Handlers): RequestHandler {
  const webhooks = operations.filter(({ route }) => isWebhook(route))
  const handlerOf = new Map(webhooks.map(({ id, route }) => [route, handlers[id as WebhookId]]))
  return (request, response, next) => {
    if (request.isWarmUp === true) return void response.end()
    const handler = handlerOf.get(request.openapi?.expressRoute ?? '')
    return handler === undefined ? next() : handler(request, response, next)
  }
}
