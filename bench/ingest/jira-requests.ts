import { createHmac } from 'node:crypto'
import { buildJiraTemplate, marks } from './jira-body'

export interface JiraRequests {
  bodyBytes: number
  /** A writer of requests for one connection: each call overwrites the buffer that the call before answered. */
  forConnection(): () => Buffer
}

/** Tickets that the deliveries are spread over. */
const tickets = 1000

interface Places {
  ticket: number[]
  delivery: number[]
  timestamp: number[]
  updated: number[]
}

/** Signed webhooks of unique content, id and time, each written in place into a finished request. */
export function createJiraRequests(to: {
  port: number
  path: string
  secret: string
  firstDelivery: number
}): JiraRequests {
  const body = Buffer.from(buildJiraTemplate())
  const head = Buffer.from(headOf(to, body.length))
  const template = Buffer.concat([head, body])
  const places = findPlaces(template)
  const signatureAt = template.indexOf('S'.repeat(64))
  const startedAt = Date.now()
  let delivery = to.firstDelivery
  return {
    bodyBytes: body.length,
    forConnection: () => {
      const request = Buffer.from(template)
      const signed = request.subarray(head.length)
      return () => {
        delivery += 1
        const at = startedAt + delivery
        write(request, places.ticket, String(delivery % tickets).padStart(5, '0'))
        write(request, places.delivery, String(delivery).padStart(8, '0'))
        write(request, places.timestamp, String(at))
        write(request, places.updated, new Date(at).toISOString().slice(0, 23))
        request.write(createHmac('sha256', to.secret).update(signed).digest('hex'), signatureAt, 'latin1')
        return request
      }
    },
  }
}

function headOf({ port, path }: { port: number; path: string }, bodyBytes: number): string {
  return [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'User-Agent: Atlassian HTTP Client',
    'Content-Type: application/json; charset=UTF-8',
    'Accept: */*',
    `X-Atlassian-Webhook-Identifier: 5f3a1c62-7b1e-4d0a-9d59-0000${marks.delivery}`,
    'X-Atlassian-Webhook-Flow: Primary',
    `X-Hub-Signature: sha256=${'S'.repeat(64)}`,
    `Content-Length: ${bodyBytes}`,
    '',
    '',
  ].join('\r\n')
}

function findPlaces(template: Buffer): Places {
  return {
    ticket: placesOf(template, marks.ticket),
    delivery: placesOf(template, marks.delivery),
    timestamp: placesOf(template, marks.timestamp),
    updated: placesOf(template, marks.updated),
  }
}

function placesOf(template: Buffer, mark: string): number[] {
  const places: number[] = []
  for (let at = template.indexOf(mark); at >= 0; at = template.indexOf(mark, at + mark.length)) places.push(at)
  return places
}

function write(request: Buffer, places: readonly number[], text: string): void {
  for (const place of places) request.write(text, place, 'latin1')
}
