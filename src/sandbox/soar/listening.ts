import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Idle connections live as long as behind nginx, so that clients which keep them do not run into a closing one. */
const KEEP_ALIVE_MS = 75_000

/** A server that listens; `port` 0 takes any free one. */
export async function startListening(
  listener: RequestListener,
  where: { host: string; port: number },
): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, listener)
  return { port: await listen(server, where), close: () => closeServer(server) }
}

export interface Listening {
  port: number
  /** Cuts every connection. */
  close(): Promise<void>
}

function listen(server: Server, where: { host: string; port: number }): Promise<number> {
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
