import { discoverKeys } from './access/discover-keys'
import type { OidcConfig } from './config/connections'
import { createHttpClient } from './connectors/http-client'
import type { Clock } from './domain/clock'
import type { Json } from './domain/json'

/** Asks the identity provider for its keys, or answers those that the configuration holds. Raises where it cannot. */
export function createKeySetReader(config: OidcConfig, clock: Clock): () => Promise<Json> {
  const { keys, issuer } = config
  const read = (url: string) => readDocument(config, clock, url)
  if (keys.way === 'file') return async () => keys.keySet
  return keys.way === 'url' ? () => read(keys.url) : () => discoverKeys(issuer, read)
}

/** Seldom asked, and not always the same host: a client for each question. */
async function readDocument({ ca, proxy, timeoutSeconds }: OidcConfig, clock: Clock, address: string): Promise<Json> {
  const { origin, pathname, searchParams } = new URL(address)
  const client = createHttpClient({
    baseUrl: origin,
    clock,
    timeoutMs: timeoutSeconds * 1000,
    ...(ca !== null && { tls: { ca } }),
    ...(proxy !== null && { proxy }),
  })
  const { status, body } = await client.send({ method: 'GET', path: pathname, query: [...searchParams] })
  if (status !== 200 || body === undefined) throw new Error(`the identity provider answered ${status}`)
  return body
}
