import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createCertificate, type KeyPair } from './administration/certificate'

/** Idle connections live as long as behind nginx, so that clients which keep them do not run into a closing one. */
const KEEP_ALIVE_MS = 75_000

export interface Place {
  host: string
  port: number
  /** Speaks TLS with this PEM pair or with one that it makes for `host`; without it plain HTTP. */
  tls?: true | KeyPair
}

/** A server that listens; `port` 0 takes any free one. */
export async function startListening(listener: RequestListener, where: Place): Promise<Listening> {
  const options = { keepAliveTimeout: KEEP_ALIVE_MS }
  const tls = where.tls === true ? createCertificate(where.host) : where.tls
  const server = tls === undefined ? createServer(options, listener) : createTlsServer({ ...options, ...tls }, listener)
  const port = await listen(server, where)
  return { port, ...(tls !== undefined && { ca: tls.cert }), close: () => closeServer(server) }
}

export interface Listening {
  port: number
  /** What to trust where it speaks TLS. */
  ca?: string
  /** Cuts every connection. */
  close(): Promise<void>
}

function listen(server: Server, where: Place): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(where.port, where.host, () => resolve((server.address() as AddressInfo).port))
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close(error => (error === undefined ? resolve() : reject(error)))
    server.closeAllConnections()
  })
}
