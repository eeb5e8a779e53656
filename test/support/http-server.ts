import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import https, { type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'

export interface ReceivedRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: http.IncomingHttpHeaders
  body: string
}

export interface Reply {
  status?: number
  headers?: Record<string, string>
  /** Sent as JSON. */
  json?: unknown
  /** Sent as it is. */
  text?: string
}

/** Answers with a reply, or takes the raw response over and answers nothing. */
export type Script = (
  request: ReceivedRequest,
  response: ServerResponse,
  raw: IncomingMessage,
) => Reply | undefined | Promise<Reply | undefined>

export interface ScriptedServer {
  url: string
  /** In order of arrival. */
  requests: ReceivedRequest[]
  close(): Promise<void>
}

/** A real server on a free port of the loopback that does what the test says. */
export async function startScriptedServer(script: Script, tls?: ServerOptions): Promise<ScriptedServer> {
  const requests: ReceivedRequest[] = []
  const listener = async (raw: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await receive(raw)
    requests.push(request)
    const reply = await script(request, response, raw)
    if (reply !== undefined) send(response, reply)
  }
  const server = tls === undefined ? http.createServer(listener) : https.createServer(tls, listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    requests,
    async close() {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

async function receive(raw: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of raw) chunks.push(chunk as Buffer)
  const url = new URL(raw.url ?? '/', 'http://server')
  return {
    method: raw.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: raw.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

function send(response: ServerResponse, reply: Reply): void {
  const text = reply.text ?? (reply.json === undefined ? '' : JSON.stringify(reply.json))
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
  response.end(text)
}
