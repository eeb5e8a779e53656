import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface RawAnswer {
  /** Status of each answer on the connection, in order. */
  statuses: number[]
  text: string
}

/** Sends bytes as they are, as no client would, and waits until the server ends the connection. */
export async function sendRaw(url: string, ...pieces: (string | Buffer)[]): Promise<RawAnswer> {
  const socket = openSocket(url)
  const chunks: Buffer[] = []
  socket.on('data', chunk => chunks.push(chunk))
  for (const piece of pieces) socket.write(piece)
  await once(socket, 'close')
  const text = Buffer.concat(chunks).toString('latin1')
  return { text, statuses: [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(match => Number(match[1])) }
}

export function openSocket(url: string): Socket {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  // A server may cut what it refuses; what it said before counts.
  socket.on('error', () => {})
  return socket
}

/** A request as text, that asks to end the connection after it. */
export function requestText(line: string, headers: string[] = [], body = ''): string {
  return [`${line} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', body].join('\r\n')
}
