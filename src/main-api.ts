import type { Administration } from './cli/administration'
import { createApiAdministration } from './cli/administration-over-api'
import type { SendToApi } from './cli/ask-api'
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

/** Sends what commands ask to the API, with its key. */
export function createApiSender({ url, key }: ApiAccess, clock: Clock): SendToApi {
  const client = createHttpClient({ baseUrl: url, headers: () => ({ authorization: `Bearer ${key}` }), clock })
  return request => client.send(request)
}

/** Through a running server, with what the key allows. */
export function connectAdministration(access: ApiAccess, clock: Clock): Administration {
  return createApiAdministration(createApiSender(access, clock))
}
