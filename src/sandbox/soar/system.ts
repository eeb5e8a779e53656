import { reply } from './envelope'
import type { Route } from './route'

/** `/rest/version` and `/rest/system_info`: any signed-in caller may read them. */
export function createSystemRoutes(readUrl: () => string): Route[] {
  return [
    { method: 'get', path: '/rest/version', answer: () => reply({ version: '8.5.0.248' }) },
    { method: 'get', path: '/rest/system_info', answer: () => reply({ base_url: readUrl(), time_zone: 'UTC' }) },
  ]
}
