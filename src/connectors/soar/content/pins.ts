import type { JsonObject } from '../../../domain/json'
import type { WriteCall } from '../call'
import type { ListQuery } from '../query'
import { walk } from '../walk'
import { change, make, readRecord, remove, renameFields, toNumber } from './confirm'

const path = '/rest/container_pin'

export interface PinFields {
  message?: string
  data?: string
  type?: 'data' | 'card_small' | 'card_medium' | 'card_large' | 'manual card' | 'custom field' | 'preset metric'
  style?: 'grey' | 'white' | 'blue' | 'purple' | 'red'
}

export interface NewPin extends PinFields {
  containerId: string
  message: string
}

/** What stands out at the top of a container (soar.md section 7). */
export function createPinsApi(call: WriteCall) {
  return {
    create: async ({ containerId, ...fields }: NewPin): Promise<string> =>
      (await make(call, path, { container_id: toNumber(containerId), ...pinBody(fields) })).id,
    get: (id: string): Promise<JsonObject | null> => readRecord(call, { path, id }),
    list: (query: ListQuery = {}): AsyncGenerator<JsonObject> => walk(call, path, query),
    update: (id: string, fields: PinFields): Promise<void> => change(call, { path, id }, pinBody(fields)),
    delete: (id: string): Promise<void> => remove(call, { path, id }),
  }
}

function pinBody(fields: PinFields): JsonObject {
  return renameFields(fields, { message: 'message', data: 'data', type: 'pin_type', style: 'pin_style' })
}
