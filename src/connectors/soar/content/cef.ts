import { isJsonObject, type Json, type JsonObject } from '../../../domain/json'
import { BridgeError } from '../../../errors'
import type { ReadCall, WriteCall } from '../call'
import type { ListQuery } from '../query'
import { walk } from '../walk'
import { change, make, remove } from './confirm'

const path = '/rest/cef'

/** The names that artifacts' fields have, and what each may hold (soar.md section 11). */
export function createCefApi(call: WriteCall) {
  return {
    list: (query: ListQuery = {}): AsyncGenerator<JsonObject> => walk(call, path, query),
    /** Adds a custom field. */
    create: async (name: string, contains: string[] = []): Promise<string> =>
      (await make(call, path, { name, data_type: contains })).id,
    /** Custom fields only: SOAR's own stay as they are. */
    update: (id: string, contains: string[]): Promise<void> => change(call, { path, id }, { data_type: contains }),
    delete: (id: string): Promise<void> => remove(call, { path, id }),
    /** Each field with what it may hold, all in one answer. */
    readAll: (): Promise<Map<string, string[]>> => readMetadata(call),
  }
}

async function readMetadata(call: ReadCall): Promise<Map<string, string[]>> {
  const address = '/rest/cef_metadata'
  const answer = await call.get(address)
  if (!isJsonObject(answer) || !isJsonObject(answer.cef)) {
    throw new BridgeError('unavailable', `GET ${address}: the answer cannot be read`, { code: 'unreadable-answer' })
  }
  return new Map(Object.entries(answer.cef).map(([name, field]) => [name, readContains(field)]))
}

function readContains(field: Json): string[] {
  const contains = isJsonObject(field) ? field.contains : undefined
  return Array.isArray(contains) ? contains.filter(word => typeof word === 'string') : []
}
