import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One push as it came in. */
export interface ReceivedPush {
  path: string
  headers: IncomingHttpHeaders
  raw: Buffer
  /** The body, parsed. */
  body: ReturnType<typeof JSON.parse>
}

export interface PushReceiver {
  url: string
  received: ReceivedPush[]
  /** What the next pushes are answered, in turn; afterwards 200. A 0 cuts the connection. */
  answerNext(...statuses: number[]): void
  close(): Promise<void>
}

/** A real HTTP server for sandboxes to push to. */
export async function startPushReceiver(): Promise<PushReceiver> {
  const received: ReceivedPush[] = []
  const statuses: number[] = []
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const raw = Buffer.concat(chunks)
    received.push({
      path: req.url ?? '',
      headers: req.headers,
      raw,
      body: raw.length === 0 ? undefined : JSON.parse(raw.toString('utf8')),
    })
    const status = statuses.shift() ?? 200
    if (status === 0) req.socket.destroy()
    else res.writeHead(status).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answerNext: (...next) => statuses.push(...next),
    close: async () => {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}
