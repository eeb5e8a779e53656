import type { JsonObject } from '../../../domain/json'
import type { ReadCall } from '../call'
import { readVersion } from '../version'
import { type AuditEntry, type AuditSearch, readAudit } from './audit'
import { type Found, type Search, search } from './search'
import { type DaemonHealth, readHealth, readLicense, readSystemInfo, type SystemInfo } from './system'

export interface SystemApi {
  version(): Promise<string>
  info(): Promise<SystemInfo>
  license(): Promise<JsonObject>
  health(): Promise<DaemonHealth[]>
  audit(wanted?: AuditSearch): Promise<AuditEntry[]>
  search(wanted: Search): AsyncGenerator<Found>
}

export function createSystemApi(call: ReadCall): SystemApi {
  return {
    version: () => readVersion(call),
    info: () => readSystemInfo(call),
    license: () => readLicense(call),
    health: () => readHealth(call),
    audit: wanted => readAudit(call, wanted),
    search: wanted => search(call, wanted),
  }
}
