import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** The ways by which an answer leaves. */
const EXITS = ['setHeader', 'removeHeader', 'writeHead', 'flushHeaders', 'write', 'end'] as const

/** Holds the answer back: instead of leaving, its whole body goes to `release`. Status and headers stay on the response. */
export function holdAnswer(response: ServerResponse, release: (body: Buffer) => void): void {
  const parts: Buffer[] = []
  const exits = Object.fromEntries(EXITS.map(exit => [exit, response[exit]]))
  const keep = (part: unknown, encoding: unknown): void => {
    if (typeof part === 'string')
      parts.push(Buffer.from(part, typeof encoding === 'string' ? asEncoding(encoding) : 'utf8'))
    else if (part instanceof Uint8Array) parts.push(Buffer.from(part))
  }
  Object.assign(response, {
    flushHeaders: () => {},
    writeHead: (status: number, ...rest: unknown[]) => {
      response.statusCode = status
      const headers = rest.find(part => typeof part === 'object') as OutgoingHttpHeaders | undefined
      for (const [name, value] of Object.entries(headers ?? {}))
        if (value !== undefined) response.setHeader(name, value)
      return response
    },
    write: (part: unknown, encoding: unknown) => {
      keep(part, encoding)
      return true
    },
    end: (part: unknown, encoding: unknown) => {
      keep(part, encoding)
      Object.assign(response, exits)
      release(Buffer.concat(parts))
      return response
    },
  })
}

/** From here on nothing that the system answers goes out: the caller is gone, or was told something else. */
export function muteAnswer(response: ServerResponse): void {
  for (const exit of EXITS) Object.assign(response, { [exit]: () => response })
}

/** Sends what was held, or something else in its place. */
export function sendBody(response: ServerResponse, body: Buffer): void {
  if (response.hasHeader('content-length') || body.length > 0) response.setHeader('content-length', body.length)
  response.end(body)
}

/** The connection is gone without an answer (TCP reset). */
export function dropConnection(response: ServerResponse): void {
  const { socket } = response
  // TLS has no reset of its own.
  if (socket === null || 'encrypted' in socket) response.destroy()
  else socket.resetAndDestroy()
}

function asEncoding(name: string): BufferEncoding {
  return Buffer.isEncoding(name) ? name : 'utf8'
}
