import type { Clock } from '../../domain/clock'
import { isJsonObject, type JsonObject } from '../../domain/json'
import { BridgeError } from '../../errors'
import type { HttpClient } from '../http-client'
import { type AdministrationApi, createAdministrationApi } from './administration/administration-api'
import { type AutomationApi, createAutomationApi } from './automation/automation'
import { createWriteCall } from './call'
import { type ContentApi, createContentApi } from './content/content-api'
import { buildFlags, checkId, type ListFlag, type ListQuery } from './query'
import { type Stretch, walkStretches } from './walk'

/** All of one SOAR's REST API, for whoever is there to see what became of a call: a person, a script, a test. */
export interface SoarClient {
  content: ContentApi
  automation: AutomationApi
  administration: AdministrationApi
  /** Any list of SOAR, by its name in `/rest/<type>`, request by request. */
  walk(type: string, list: ListQuery): AsyncGenerator<Stretch>
  /** Any record. Raises `rejected` with code `not-found`. */
  get(type: string, id: string, flags?: readonly ListFlag[]): Promise<JsonObject>
}

/**
 * Writes are sent once and told as they end, `unavailable` with effect `unknown` included: the ledger and its look-ups
 * belong to the bridge's own deliveries (`index.ts`).
 */
export function createSoarClient(line: { http: HttpClient; clock: Clock }): SoarClient {
  const call = createWriteCall(line, { isRepeat: false, beforeWrite: async () => {}, record: () => {} })
  return {
    content: createContentApi(call),
    automation: createAutomationApi({ call, clock: line.clock }),
    administration: createAdministrationApi(call),
    walk: (type, list) => walkStretches(call, pathOf(type), list),
    async get(type, id, flags = []) {
      const path = `${pathOf(type)}/${checkId(id)}`
      const record = await call.get(path, buildFlags(flags))
      if (isJsonObject(record)) return record
      throw new BridgeError('unavailable', `GET ${path}: the answer is no record`, { code: 'unreadable-answer' })
    },
  }
}

function pathOf(type: string): string {
  if (/^[a-z][a-z_]{1,49}$/.test(type)) return `/rest/${type}`
  throw new BridgeError('invalid', 'SOAR names its types in lower case, such as container or playbook_run', {
    code: 'bad-type',
  })
}
