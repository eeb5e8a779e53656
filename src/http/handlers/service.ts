import { allTenants } from '../../domain/role'
import { callerOf } from '../caller-of'
import type { Handlers, Reply } from '../contract'

export interface ServiceParts {
  readiness(): { status: 'ready' | 'starting' | 'stopping' | 'store-failed' }
  /** Those of one tenant; of all for `*`. */
  connections(tenant: string): Reply<'listConnections'>['body']['items']
  metrics(): Promise<{ contentType: string; text: string }>
}

type ServiceOperation = 'getLiveness' | 'getReadiness' | 'getMetrics' | 'listConnections'

export function createServiceHandlers(parts: ServiceParts): Pick<Handlers, ServiceOperation> {
  return {
    getLiveness: () => ({ status: 200, body: { status: 'ok' } }),
    getReadiness: () => {
      const { status } = parts.readiness()
      const connections = parts
        .connections(allTenants)
        .flatMap(({ name, state }) => (state === 'open' ? [] : [{ name, state }]))
      return { status: status === 'ready' ? 200 : 503, body: { status, connections } }
    },
    getMetrics: async () => {
      const { contentType, text } = await parts.metrics()
      return { status: 200, body: text, contentType }
    },
    listConnections: ({ caller }) => ({
      status: 200,
      body: { items: parts.connections(callerOf(caller).tenant), next: null },
    }),
  }
}
