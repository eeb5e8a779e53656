import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import type { JsonObject } from '../../domain/json'
import { isJsonObject } from '../../domain/json'
import type { Delivery, Receive, Received } from '../../flows/receive'

/** Headers that help to explain a delivery later; nothing that proves or identifies. */
const keptHeaders = [
  'user-agent',
  'x-atlassian-webhook-identifier',
  'x-atlassian-webhook-retry',
  'x-atlassian-webhook-flow',
]

/** Stores the delivery and answers 202 after the commit. */
export function receiveWebhook(receive: Receive): RequestHandler {
  return (request, response, next) => {
    // The validator takes a body that could not be read for an empty one.
    const { body, bodyFailure: failure } = request
    const content = failure === undefined ? { payload: body as JsonObject } : { failure }
    receive(deliveryOf(request, content)).then(received => answer(response, received), next)
  }
}

/**
 * Jira never repeats what was answered 4xx, ServiceNow never repeats at all: an authenticated delivery that cannot be
 * read is stored raw for a person, and answered 202. Everything else goes on to the problem answer.
 */
export function quarantineUnreadable(receive: Receive): ErrorRequestHandler {
  return (error, request, response, next) => {
    const isUnreadable =
      request.verifiedConnection !== undefined && [400, 415].includes((error as { status?: number }).status ?? 0)
    if (!isUnreadable) return next(error)
    const failure = request.bodyFailure ?? (isJsonObject(request.body) ? 'contract' : 'not-an-object')
    receive(deliveryOf(request, { failure })).then(received => answer(response, received), next)
  }
}

function deliveryOf(request: Request, content: Delivery['content']): Delivery {
  const headers: Record<string, string> = {}
  for (const name of keptHeaders) {
    const value = request.headers[name]
    if (typeof value === 'string') headers[name] = value
  }
  return {
    connection: request.verifiedConnection as string,
    rawBody: request.rawBody ?? Buffer.alloc(0),
    content,
    deliveryId: headers['x-atlassian-webhook-identifier'] ?? null,
    headers,
  }
}

/** Written by hand: Express's own `json` costs as much as the rest of the handler. */
function answer(response: Response, received: Received): void {
  const body = `{"receipt":"${received.receipt}","status":"${received.status}"}`
  response.writeHead(202, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  })
  response.end(body)
}
