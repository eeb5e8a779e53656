import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { BridgeError } from '../errors'
import type { Receive, Received } from '../flows/receive'
import type { Contract } from './contract'
import { requireSingleHeaders } from './guard-headers'
import { type AnswerProblem, onlyPosts } from './problem'
import { type BodyLimits, readBody } from './read-body'
import { readDelivery } from './read-delivery'
import { describeWebhooks, type Webhook } from './webhook-contract'
import { type ConnectionDoor, isProven } from './webhook-proof'

export interface WebhookDoorParts {
  contract: Contract
  receive: Receive
  doorOf(connection: string): ConnectionDoor | undefined
  limits: BodyLimits
  answerProblem: AnswerProblem
}

/** Of a ticketing system: SOAR's playbooks carry a key, as the callers of our own API do. */
export function isWebhook(path: string): boolean {
  return path.startsWith('/webhooks/') && !path.startsWith('/webhooks/soar/')
}

/** Takes a delivery from its first header to its answer. It stands before Express: this is the hot path. */
export function createWebhookDoor(parts: WebhookDoorParts): RequestListener {
  const webhooks = describeWebhooks(parts.contract)
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { webhook, connection } = findWebhook(webhooks, request)
    const { headers } = requireSingleHeaders(request)
    const rawBody = await readBody(request, response, parts.limits)
    const door = parts.doorOf(connection)
    // An unknown name, or another system's, answers as a wrong credential does: names are nobody's business.
    if (door === undefined || door.system !== webhook.system || !isProven({ webhook, door, headers, rawBody }))
      throw new BridgeError('unauthenticated', 'credentials are missing or wrong')
    answer(response, await parts.receive(readDelivery({ webhook, connection, headers, rawBody })))
  }
  return (request, response) => {
    take(request, response).catch(error => parts.answerProblem(error, request, response))
  }
}

/** By `/webhooks/<system>/<connection>`; queries are the senders' own (facts/jira.md 1.6). */
function findWebhook(webhooks: Webhook[], { url = '', method }: IncomingMessage) {
  const query = url.indexOf('?')
  const path = query < 0 ? url : url.slice(0, query)
  for (const webhook of webhooks) {
    const connection = path.startsWith(webhook.prefix) ? path.slice(webhook.prefix.length) : ''
    if (connection === '' || connection.includes('/')) continue
    if (method !== 'POST') throw onlyPosts()
    return { webhook, connection }
  }
  throw new BridgeError('not-found', 'there is nothing at this address', { code: 'no-such-path' })
}

function answer(response: ServerResponse, { receipt, status }: Received): void {
  const body = `{"receipt":"${receipt}","status":"${status}"}`
  response.writeHead(202, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  })
  response.end(body)
}
