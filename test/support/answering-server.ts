import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FailureOfStatus, HttpClient } from '../../src/connectors/http-types'
import type { Json } from '../../src/domain/json'
import { BridgeError } from '../../src/errors'

export interface ServerAnswer {
  status?: number
  headers?: Record<string, string>
  body?: Json
}

/** A real server that answers by path and query, and a client to it. What was not foreseen is a 404. */
export async function startAnsweringServer(answers: Record<string, ServerAnswer>) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const target = decodeURIComponent(request.url ?? '')
    asked.push(`${request.method} ${target}`)
    const { status = 200, headers = {}, body } = answers[target] ?? { status: 404, body: { errorMessages: [] } }
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(body === undefined ? '' : JSON.stringify(body))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    asked,
    http: createFetchClient(`http://127.0.0.1:${port}`),
    close: () => new Promise(resolve => server.close(resolve)),
  }
}

/** Just enough of the client's contract for connectors under test. */
function createFetchClient(baseUrl: string): HttpClient {
  return {
    async send({ method, path, query = {} }) {
      const search = new URLSearchParams(query).toString()
      const response = await fetch(`${baseUrl}${path}${search === '' ? '' : `?${search}`}`, {
        method,
        headers: { connection: 'close' },
      })
      const text = await response.text()
      const body = text === '' ? undefined : (JSON.parse(text) as Json)
      return { status: response.status, headers: Object.fromEntries(response.headers), body, text }
    },
  }
}

export const failureOfStatus: FailureOfStatus = status =>
  new BridgeError(status === 401 || status === 403 ? 'denied' : 'unavailable', `answered ${status}`, { status })
