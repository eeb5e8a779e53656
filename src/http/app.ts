import type { RequestListener } from 'node:http'
import { type AnswerParts, createAnswers } from './answers'
import { type ApiDoorParts, createApiDoor } from './api-door'
import { type AuthenticateParts, createSecurityHandlers } from './authenticate'
import { type Contract, type Operation, partOf } from './contract'
import { requireSchemeHandlers } from './require-scheme-handlers'
import { createSecopsDoor, type SecopsDoorParts } from './secops/door'
import { createIsSecops, describeSecops } from './secops/resources'
import { createWebhookDoor, isWebhook, type WebhookDoorParts } from './webhook-door'
import { webhookProofs } from './webhook-proof'

type FromDoors = Pick<ApiDoorParts, 'handlers' | 'restrictedPaths' | 'validateResponses'> &
  Pick<WebhookDoorParts, 'receive' | 'doorOf'> &
  Pick<SecopsDoorParts, 'takeEnrichments' | 'tableOf'>

export interface AppParts extends AuthenticateParts, AnswerParts, FromDoors {
  contract: Contract
  /** Where the contract puts the resources that scripts post enrichment to. */
  secopsBasePath: string
  limits: Record<'webhook' | 'api', ApiDoorParts['limits']>
}

export interface App {
  /** What the server calls. */
  listener: RequestListener
  api: ReturnType<typeof createApiDoor>
  /** Of the API, not of the doors before it. */
  operations: Operation[]
}

/** Three doors: webhooks, the stand-in for ServiceNow's enrichment API, and our own API. */
export function createApp({ contract, limits, secopsBasePath, ...parts }: AppParts): App {
  const security = createSecurityHandlers(parts)
  requireSchemeHandlers(contract.document, { ...webhookProofs, ...security })
  const isSecops = createIsSecops(secopsBasePath)
  const answers = createAnswers(parts, isSecops)
  const ours = partOf(contract, path => !isWebhook(path) && !isSecops(path))
  const api = createApiDoor({
    ...parts,
    contract: ours,
    limits: limits.api,
    security,
    answerProblem: answers.problem,
  })
  const takeWebhook = createWebhookDoor({ ...parts, contract, limits: limits.webhook, answerProblem: answers.problem })
  const takeSecops = createSecopsDoor({
    ...parts,
    resources: describeSecops(contract),
    security,
    limits: limits.api,
    answerProblem: answers.secops,
  })
  return {
    api,
    operations: ours.operations,
    listener: (request, response) => {
      const { url = '' } = request
      if (isWebhook(url)) takeWebhook(request, response)
      else if (isSecops(url)) takeSecops(request, response)
      else api(request, response)
    },
  }
}
