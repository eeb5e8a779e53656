import type { IncomingHttpHeaders } from 'node:http'
import { isJsonObject } from '../domain/json'
import { parseStrict } from '../domain/strict-json'
import type { Delivery } from '../flows/receive'
import type { Webhook } from './webhook-contract'

/** Headers that help to explain a delivery later; nothing that proves or identifies. */
const keptHeaders = [
  'user-agent',
  'x-atlassian-webhook-identifier',
  'x-atlassian-webhook-retry',
  'x-atlassian-webhook-flow',
]

interface Proven {
  webhook: Webhook
  connection: string
  headers: IncomingHttpHeaders
  rawBody: Buffer
}

/**
 * Reads a delivery whose sender is proven. Jira never repeats what was answered 4xx, ServiceNow never repeats at all: so
 * what cannot be read is a delivery too, with the reason.
 */
export function readDelivery(proven: Proven): Delivery {
  const { connection, rawBody } = proven
  const headers: Record<string, string> = {}
  for (const name of keptHeaders) {
    const value = proven.headers[name]
    if (typeof value === 'string') headers[name] = value
  }
  return {
    connection,
    rawBody,
    content: readContent(proven),
    deliveryId: headers['x-atlassian-webhook-identifier'] ?? null,
    headers,
  }
}

function readContent({ webhook, headers, rawBody }: Proven): Delivery['content'] {
  const read = parseStrict(rawBody)
  if ('failure' in read) return read
  const body = read.value
  if (!isJsonObject(body)) return { failure: 'not-an-object' }
  return webhook.meetsContract({ headers, body }) ? { payload: body } : { failure: 'contract' }
}
