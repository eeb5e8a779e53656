import type { ServerResponse } from 'node:http'
import type { Reply } from './envelope'
import type { ReceivedRequest } from './ledger'
import type { Waits } from './waits'

/** One request on its way to an answer: what a scenario can do with it. */
export interface Exchange {
  entry: ReceivedRequest
  response: ServerResponse
  waits: Waits
  /** Carries the request out and says what SOAR would answer. */
  commit(): Reply
}

export function sendReply({ entry, response }: Exchange, reply: Reply): void {
  const { bytes, headers } = encodeReply(reply)
  entry.status = reply.status
  response.writeHead(reply.status, { ...headers, 'content-length': bytes.length })
  response.end(bytes)
}

/** A reply as it goes over the wire. */
export function encodeReply({ body, file }: Reply): { bytes: Buffer; headers: Record<string, string> } {
  if (file === undefined) {
    return { bytes: Buffer.from(JSON.stringify(body)), headers: { 'content-type': 'application/json' } }
  }
  const name = encodeURIComponent(file.name)
  const headers = { 'content-type': file.type, 'content-disposition': `attachment; filename*=UTF-8''${name}` }
  return { bytes: file.bytes, headers }
}

export function sendText(
  { entry, response }: Exchange,
  answer: { status: number; type: string; text: string },
  headers: Record<string, string> = {},
): void {
  entry.status = answer.status
  response.writeHead(answer.status, {
    'content-type': answer.type,
    'content-length': Buffer.byteLength(answer.text),
    ...headers,
  })
  response.end(answer.text)
}

/** What stands in front of SOAR (nginx, a proxy) answers with a page. */
export function sendPage(
  exchange: Exchange,
  page: { status: number; title: string },
  headers: Record<string, string> = {},
): void {
  const text = `<html>\r\n<head><title>${page.title}</title></head>\r\n<body><center><h1>${page.title}</h1></center></body>\r\n</html>\r\n`
  sendText(exchange, { status: page.status, type: 'text/html', text }, headers)
}

/** The connection is gone without an answer (TCP reset). */
export function dropConnection({ response }: Pick<Exchange, 'response'>): void {
  const { socket } = response
  if (socket === null) response.destroy()
  else socket.resetAndDestroy()
}
