import type { Administration } from './cli/administration'
import { createApiAdministration } from './cli/administration-over-api'
import type { SendToApi } from './cli/ask-api'
import { createHttpClient } from './connectors/http-client'
import type { Clock } from './domain/clock'
import type { ApiAccess } from './main-api-access'

/** Sends what commands ask to the API, with its key. */
export function createApiSender({ url, key }: ApiAccess, clock: Clock): SendToApi {
  const client = createHttpClient({ baseUrl: url, headers: () => ({ authorization: `Bearer ${key}` }), clock })
  return request => client.send(request)
}

/** Through a running server, with what the key allows. */
export function connectAdministration(access: ApiAccess, clock: Clock): Administration {
  return createApiAdministration(createApiSender(access, clock))
}
