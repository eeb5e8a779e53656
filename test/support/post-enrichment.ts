import type { RunningBridge } from './bridge'
import { readTables } from './read-bridge'

export const secopsBase = '/api/sn_sec_cmn/secops_integration_capabilities'
export const someLookup = { observable: '198.51.100.7', source_engine: 'VirusTotal', finding: 'Malicious' }

export interface Posted {
  as: string
  resource?: string
  base?: string
  query?: string
  /** Sent as JSON; text as it is. */
  body?: unknown
  headers?: Record<string, string>
}

export interface SecopsAnswer {
  status: number
  body: ReturnType<typeof JSON.parse>
  headers: Headers
}

/** Posts to one of the three resources as a script does. */
export async function postEnrichment(bridge: Pick<RunningBridge, 'url'>, posted: Posted): Promise<SecopsAnswer> {
  const { as, resource = 'threat_lookup', base = secopsBase, query = '', body, headers = {} } = posted
  const response = await fetch(`${bridge.url}${base}/${resource}${query}`, {
    method: 'POST',
    headers: { Authorization: as, 'Content-Type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json(), headers: response.headers }
}

/** Rows that posts leave behind, by table. */
export function countEnrichments({ folder }: Pick<RunningBridge, 'folder'>): Record<string, number> {
  const tables = ['ci_enrichment_results', 'observable_enrichment_results', 'threat_lookup_results', 'idempotency_keys']
  const counts = tables.map(table => `(select count(*) from ${table}) as ${table}`)
  return readTables<Record<string, number>>(folder, `select ${counts.join(', ')}`)[0] ?? {}
}
