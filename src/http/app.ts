import type { RequestListener } from 'node:http'
import { createApiDoor } from './api-door'
import { type AuthenticateParts, createSecurityHandlers } from './authenticate'
import { type Contract, type Handlers, partOf } from './contract'
import { type Denied, deniedOf } from './denied'
import { createProblemAnswer } from './problem'
import type { BodyLimits } from './read-body'
import { requireSchemeHandlers } from './require-scheme-handlers'
import { createWebhookDoor, isWebhook, type WebhookDoorParts } from './webhook-door'
import { webhookProofs } from './webhook-proof'

export interface AppParts extends AuthenticateParts, Pick<WebhookDoorParts, 'receive' | 'doorOf'> {
  contract: Contract
  handlers: Handlers
  limits: { webhook: BodyLimits; api: BodyLimits }
  restrictedPaths: string[]
  validateResponses: boolean
  now(): number
  /** A webhook was answered with a problem. */
  onRefused(facts: { connection: string; status: number; code: string }): void
  /** Somebody was turned away (401, 403, 429); `connection` as the path of a webhook names it. */
  onDenied(denial: Denied): void
  onUnexpected(error: unknown): void
}

export interface App {
  /** What the server calls. */
  listener: RequestListener
  api: ReturnType<typeof createApiDoor>
}

/** Two doors: webhooks, and our own API. */
export function createApp({ contract, limits, ...parts }: AppParts): App {
  const security = createSecurityHandlers(parts)
  requireSchemeHandlers(contract.document, { ...webhookProofs, ...security })
  const answerProblem = createProblemAnswer({
    now: parts.now,
    onProblem: (request, { status, code }, error) => {
      const { url = '' } = request
      if (status === 500) parts.onUnexpected(error)
      const connection = isWebhook(url) ? (url.split(/[/?]/)[3] ?? '') : undefined
      if (connection !== undefined) parts.onRefused({ connection, status, code })
      const denied = deniedOf(request, { status, connection, addressOf: parts.addressOf })
      if (denied !== undefined) parts.onDenied(denied)
    },
  })
  const api = createApiDoor({
    ...parts,
    contract: partOf(contract, route => !isWebhook(route)),
    limits: limits.api,
    security,
    answerProblem,
  })
  const takeWebhook = createWebhookDoor({ ...parts, contract, limits: limits.webhook, answerProblem })
  return {
    api,
    listener: (request, response) =>
      isWebhook(request.url ?? '') ? takeWebhook(request, response) : void api(request, response),
  }
}
