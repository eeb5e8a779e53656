import { createHttpClient, type HttpClient, type HttpClientOptions } from '../../src/connectors/http-client'
import type { BridgeError } from '../../src/errors'
import { type Script, type ScriptedServer, startScriptedServer } from './http-server'
import { createManualClock } from './manual-clock'

export const secret = 'canary-token-1234567890'
export const post = { method: 'POST', path: '/rest/container', body: { name: 'ticket text' } } as const
export const get = { method: 'GET', path: '/rest/container/1' } as const

const opened: { close(): Promise<unknown> }[] = []

/** To be called after each test. */
export async function closeServers(): Promise<void> {
  await Promise.all(opened.splice(0).map(server => server.close()))
}

export function closeLater(server: { close(): Promise<unknown> }): void {
  opened.push(server)
}

export async function serve(script: Script, tls?: Parameters<typeof startScriptedServer>[1]): Promise<ScriptedServer> {
  const server = await startScriptedServer(script, tls)
  closeLater(server)
  return server
}

export function clientOf(server: { url: string }, options: Partial<HttpClientOptions> = {}): HttpClient {
  const clock = createManualClock()
  return createHttpClient({ baseUrl: server.url, clock, headers: () => ({ 'ph-auth-token': secret }), ...options })
}

export async function failureOf(promise: Promise<unknown>): Promise<BridgeError> {
  return promise.then(
    answer => {
      throw new Error(`it was answered: ${JSON.stringify(answer)}`)
    },
    (error: BridgeError) => error,
  )
}
