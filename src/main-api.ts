import type { Administration } from './cli/administration'
import { createApiAdministration } from './cli/administration-over-api'
import type { Environment } from './config/variables'
import { createHttpClient } from './connectors/http-client'
import type { Clock } from './domain/clock'
import { BridgeError } from './errors'

export interface ApiAccess {
  url: string
  key: string
}

/** `BRIDGE_URL` and `BRIDGE_KEY`, or null where neither is set. */
export function readApiAccess({ BRIDGE_URL: url, BRIDGE_KEY: key }: Environment): ApiAccess | null {
  if (!url && !key) return null
  if (url && key) return { url, key }
  const missing = url ? 'BRIDGE_KEY' : 'BRIDGE_URL'
  throw new BridgeError('misconfigured', `expected BRIDGE_URL and BRIDGE_KEY together, and ${missing} is not set`, {
    code: 'api-access-incomplete',
  })
}

/** Through a running server, with what the key allows. */
export function connectAdministration({ url, key }: ApiAccess, clock: Clock): Administration {
  const client = createHttpClient({ baseUrl: url, headers: () => ({ authorization: `Bearer ${key}` }), clock })
  return createApiAdministration(request => client.send(request))
}
