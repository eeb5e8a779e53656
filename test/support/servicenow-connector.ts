import { createHttpClient, failureOfStatus } from '../../src/connectors/http-client'
import {
  createServiceNowConnector,
  type ServiceNowConnector,
  type ServiceNowConnectorOptions,
} from '../../src/connectors/servicenow'
import { createSystemClock } from '../../src/system-clock'
import type { ServiceNowStage } from './servicenow-stage'

/** The connector to a stage, as the integration user. */
export function connectServiceNow(
  snow: ServiceNowStage,
  more: Partial<ServiceNowConnectorOptions> = {},
): ServiceNowConnector {
  const clock = createSystemClock()
  const http = createHttpClient({ baseUrl: snow.url, basic: { user: 'soarbridge', password: snow.password }, clock })
  const tables: [string, ...string[]] = ['incident', 'sn_si_incident']
  const webhook = { secrets: ['hush'] }
  const parts = { connection: 'snow', url: snow.url, tables, webhook, http, failureOfStatus, clock }
  return createServiceNowConnector({ ...parts, ...more })
}

/** Bodies of the PATCHes that the work sent, as the sandbox took them. */
export async function patchesOf(snow: ServiceNowStage, work: () => Promise<unknown>): Promise<number> {
  const count = async () => {
    const { requests } = (await snow.call('GET', '/_sandbox/requests')).body
    return requests.filter(({ method }: Record<string, string>) => method === 'PATCH').length
  }
  const before = await count()
  await work()
  return (await count()) - before
}
