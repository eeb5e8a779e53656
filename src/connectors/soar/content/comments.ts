import type { JsonObject } from '../../../domain/json'
import type { WriteCall } from '../call'
import type { ListQuery } from '../query'
import { walk } from '../walk'
import { make, readRecord, toNumber } from './confirm'

const path = '/rest/container_comment'

/** Comments of containers; SOAR neither changes nor deletes them (soar.md section 7). */
export function createCommentsApi(call: WriteCall) {
  return {
    create: async (containerId: string, comment: string): Promise<string> =>
      (await make(call, path, { container_id: toNumber(containerId), comment })).id,
    get: (id: string): Promise<JsonObject | null> => readRecord(call, { path, id }),
    list: (query: ListQuery = {}): AsyncGenerator<JsonObject> => walk(call, path, query),
  }
}
