import type { RequestListener } from 'node:http'
import type { Receive } from '../flows/receive'
import { createApiDoor } from './api-door'
import { type AuthenticateParts, createSecurityHandlers } from './authenticate'
import { type Contract, type Handlers, partOf } from './contract'
import { createProblemAnswer } from './problem'
import type { BodyLimits } from './read-body'
import { requireSchemeHandlers } from './require-scheme-handlers'
import { createWebhookDoor, isWebhook } from './webhook-door'
import { type ConnectionDoor, webhookProofs } from './webhook-proof'

export interface AppParts extends AuthenticateParts {
  contract: Contract
  handlers: Handlers
  receive: Receive
  doorOf(connection: string): ConnectionDoor | undefined
  limits: { webhook: BodyLimits; api: BodyLimits }
  restrictedPaths: string[]
  validateResponses: boolean
  now(): number
  /** A webhook was answered with a problem. */
  onRefused(facts: { connection: string | undefined; status: number; code: string }): void
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
    onProblem: ({ url = '' }, { status, code }, error) => {
      if (status === 500) parts.onUnexpected(error)
      if (isWebhook(url)) parts.onRefused({ connection: url.split(/[/?]/)[3], status, code })
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
