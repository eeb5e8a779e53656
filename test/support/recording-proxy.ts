import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** One request as it went over the wire. */
export interface WireRequest {
  method: string
  path: string
  body: string
}

export interface RecordingProxy {
  url: string
  /** Requests that write something, in order. */
  written: WireRequest[]
  close(): Promise<void>
}

const ownHeaders = ['host', 'connection', 'content-length', 'transfer-encoding']

/** Hands everything on to `target` and keeps what was sent there. */
export async function openRecordingProxy(target: string): Promise<RecordingProxy> {
  const written: WireRequest[] = []
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/' } = request
    const bytes = await buffer(request)
    if (method !== 'GET') written.push({ method, path: url, body: bytes.toString('utf8') })
    const headers = Object.entries(request.headers).filter(([name]) => !ownHeaders.includes(name))
    const answer = await fetch(target + url, {
      method,
      headers: Object.fromEntries(headers) as Record<string, string>,
      redirect: 'manual',
      ...(bytes.length > 0 && { body: bytes }),
    })
    const type = answer.headers.get('content-type')
    response.writeHead(answer.status, type === null ? {} : { 'content-type': type })
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    written,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
