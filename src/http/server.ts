import http from 'node:http'
import https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Clock } from '../domain/clock'
import type { App } from './app'

export interface ServerOptions {
  host: string
  port: number
  tls?: { cert: Buffer; key: Buffer }
}

export interface Server {
  url: string
  /** Takes no new request, lets those under way finish (at most `graceMs`), and resolves. */
  close(graceMs: number): Promise<void>
}

/** Limits of what a slow or greedy client can hold (facts/reliability.md section 7). */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
}

/**
 * Express re-prototypes every request and answer, which halves its speed: so the server makes them with Express's
 * prototypes in the first place (facts/stack.md B1, "proto").
 */
export function listen({ listener, api }: App, options: ServerOptions, clock: Clock): Promise<Server> {
  const shaped = { ...limits, ...shapedLike(api) }
  const server =
    options.tls === undefined
      ? http.createServer(shaped, listener)
      : https.createServer({ ...shaped, ...options.tls, minVersion: 'TLSv1.2' }, listener)
  server.maxHeadersCount = 64
  server.maxRequestsPerSocket = 0
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      const { port } = server.address() as AddressInfo
      const host = options.host.includes(':') ? `[${options.host}]` : options.host
      const scheme = options.tls === undefined ? 'http' : 'https'
      resolve({ url: `${scheme}://${host}:${port}`, close: graceMs => close(server, graceMs, clock) })
    })
  })
}

function shapedLike(api: App['api']): Pick<http.ServerOptions, 'IncomingMessage' | 'ServerResponse'> {
  const Message = http.IncomingMessage as unknown as CallableConstructor
  const Answer = http.ServerResponse as unknown as CallableConstructor
  function ExpressRequest(this: object, socket: Socket) {
    Message.call(this, socket)
  }
  function ExpressResponse(this: object, request: http.IncomingMessage, options: object) {
    Answer.call(this, request, options)
  }
  ExpressRequest.prototype = api.request
  ExpressResponse.prototype = api.response
  return { IncomingMessage: ExpressRequest, ServerResponse: ExpressResponse } as unknown as ReturnType<
    typeof shapedLike
  >
}

/** Node's message classes are plain functions, so that another prototype can stand behind them. */
type CallableConstructor = { call(self: object, ...args: unknown[]): void }

function close(server: http.Server, graceMs: number, clock: Clock): Promise<void> {
  return new Promise(resolve => {
    const cancelCut = clock.after(graceMs, () => server.closeAllConnections())
    server.close(() => {
      cancelCut()
      resolve()
    })
    server.closeIdleConnections()
  })
}
