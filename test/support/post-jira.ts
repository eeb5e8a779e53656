import { createHmac } from 'node:crypto'
import { webhookSecret } from './bridge'

export interface Answered {
  status: number
  body: Record<string, unknown>
}

/** What Jira writes in `X-Hub-Signature`. */
export function signJira(body: string | Buffer, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

/** Posts a body as Jira does, signed over its bytes. */
export async function postJira(
  bridgeUrl: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<Answered> {
  return post(`${bridgeUrl}/webhooks/jira/jira`, body, {
    'X-Hub-Signature': signJira(body, webhookSecret),
    ...headers,
  })
}

/** Posts a body as a business rule does, with the shared secret. */
export async function postServiceNow(
  bridgeUrl: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<Answered> {
  return post(`${bridgeUrl}/webhooks/servicenow/servicenow`, body, { 'X-Bridge-Secret': webhookSecret, ...headers })
}

async function post(url: string, body: string | Buffer, headers: Record<string, string>): Promise<Answered> {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', ...headers },
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
