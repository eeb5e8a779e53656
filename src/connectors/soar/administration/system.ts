import { isJsonObject, type Json, type JsonObject } from '../../../domain/json'
import type { ReadCall } from '../call'
import { getObject, textOf } from './record'

/** What SOAR tells of itself. The last three are of the training dialect (soar.md section 13). */
export interface SystemInfo {
  /** Of the user interface; null where nobody has set it. */
  baseUrl: string | null
  timeZone: string | null
  version: string | null
  status: string | null
  uptimeSeconds: number | null
}

/** One daemon and what SOAR measured of it; the points differ between versions. */
export interface DaemonHealth {
  daemon: string
  series: Json
}

/** GET /rest/system_info; takes a login only, as do the others here. */
export async function readSystemInfo(call: ReadCall): Promise<SystemInfo> {
  const info = await getObject(call, '/rest/system_info')
  return {
    baseUrl: textOf(info.base_url),
    timeZone: textOf(info.time_zone),
    version: textOf(info.version),
    status: textOf(info.status),
    uptimeSeconds: typeof info.uptime === 'number' ? info.uptime : null,
  }
}

/** GET /rest/license: the license's values and what is used of it, as SOAR names them; 0 is without limit. */
export function readLicense(call: ReadCall): Promise<JsonObject> {
  return getObject(call, '/rest/license')
}

/** GET /rest/health: a series for each daemon. */
export async function readHealth(call: ReadCall): Promise<DaemonHealth[]> {
  const health = await getObject(call, '/rest/health')
  return Object.entries(health)
    .filter(([, series]) => Array.isArray(series) || isJsonObject(series))
    .map(([daemon, series]) => ({ daemon, series }))
}
