import { connect, type Socket } from 'node:net'

export interface ConnectionParts {
  host: string
  port: number
  /** The bytes of the next request, or null when there is none; the buffer is not touched until its answer is here. */
  nextRequest(): Buffer | null
  /** Of one answer: its status, the whole of it as text, and how long it took. */
  onAnswer(status: number, text: string, ms: number): void
  onEnd(error?: Error): void
}

/** One keep-alive connection with one request under way; as little of a client as HTTP/1.1 with Content-Length allows. */
export function openConnection(parts: ConnectionParts): Socket {
  const socket = connect({ host: parts.host, port: parts.port, noDelay: true })
  let sentAt = 0
  let text = ''
  let isWaiting = false

  function sendNext(): void {
    const request = parts.nextRequest()
    isWaiting = request !== null
    if (request === null) return void socket.end()
    sentAt = performance.now()
    socket.write(request)
  }

  socket.on('connect', sendNext)
  socket.on('data', chunk => {
    text = text === '' ? chunk.toString('latin1') : text + chunk.toString('latin1')
    if (!isComplete(text)) return
    const answer = text
    text = ''
    parts.onAnswer(Number(answer.slice(9, 12)), answer, performance.now() - sentAt)
    sendNext()
  })
  let failure: Error | undefined
  socket.on('error', error => {
    failure = error
  })
  socket.on('close', () => parts.onEnd(failure ?? (isWaiting ? new Error('the server hung up') : undefined)))
  return socket
}

function isComplete(text: string): boolean {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return false
  const length = /\r\ncontent-length: (\d+)\r\n/i.exec(text)?.[1]
  if (length === undefined) throw new Error('an answer without Content-Length')
  return text.length >= headEnd + 4 + Number(length)
}
