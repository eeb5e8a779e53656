import { STATUS_CODES } from 'node:http'
import type { Reply } from './envelope'
import { dropConnection, type Exchange, encodeReply, sendPage, sendReply, sendText } from './exchange'
import { isObject, type JsonObject } from './json'

/** How a scenario ends a request instead of SOAR; `options` are the ones it was asked for with. */
export type Ending = (exchange: Exchange, options: JsonObject) => void | Promise<void>

/** The scenarios of which only one can apply to a request, by name. Where nothing is said of it, nothing is applied. */
export const ENDINGS: ReadonlyMap<string, Ending> = new Map<string, Ending>([
  ['down', dropConnection],
  ['reset-before-commit', dropConnection],
  ['reset-after-commit', resetAfterCommit],
  ['late-commit', commitLate],
  ['cut-body', cutBody],
  ['throttle', throttle],
  ['error', answerError],
  ['html', exchange => sendPage(exchange, { status: 200, title: 'Splunk SOAR - Login' })],
  ['failed-200', (exchange, { message = 'Operation failed' }) => sendReply(exchange, fail(200, message))],
  ['unauthorized', exchange => sendReply(exchange, fail(401, 'Invalid automation token'))],
  [
    'forbidden',
    exchange => sendReply(exchange, fail(403, 'User automation does not have permission to perform this action')),
  ],
])

function fail(status: number, message: JsonObject[string]): Reply {
  return { status, body: { failed: true, message } }
}

function resetAfterCommit(exchange: Exchange): void {
  exchange.commit()
  dropConnection(exchange)
}

/** `ms`: the effect comes that much later. `hold`: the caller waits meanwhile and for ever; otherwise it is cut off at once. */
async function commitLate(exchange: Exchange, { ms = 1000, hold = false }: JsonObject): Promise<void> {
  if (hold !== true) dropConnection(exchange)
  if (await exchange.waits.wait(Number(ms))) exchange.commit()
}

/** Half of the answer. `length: "full"` announces all of it and breaks off; `"cut"` announces what comes. */
function cutBody(exchange: Exchange, { length = 'full' }: JsonObject): void {
  const reply = exchange.commit()
  const { bytes, headers } = encodeReply(reply)
  const half = bytes.subarray(0, bytes.length >> 1)
  const announced = length === 'cut' ? half.length : bytes.length
  exchange.entry.status = reply.status
  exchange.response.writeHead(reply.status, { ...headers, 'content-length': announced, connection: 'close' })
  if (length === 'cut') exchange.response.end(half)
  else exchange.response.write(half, () => exchange.response.destroy())
}

/** A proxy's doing: SOAR itself knows no 429. `retryAfter` as in the header, seconds or a date. */
function throttle(exchange: Exchange, { retryAfter }: JsonObject): void {
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  sendPage(exchange, { status: 429, title: '429 Too Many Requests' }, headers)
}

/** `status`, `body` (an object goes out as JSON, a text as a page), `commit`: the request is carried out all the same. */
function answerError(exchange: Exchange, { status = 500, body, commit = false }: JsonObject): void {
  const code = Number(status)
  if (commit === true) exchange.commit()
  if (isObject(body)) sendReply(exchange, { status: code, body })
  else if (body !== undefined) sendText(exchange, { status: code, type: 'text/html', text: String(body) })
  else sendPage(exchange, { status: code, title: `${code} ${STATUS_CODES[code] ?? 'Error'}` })
}
