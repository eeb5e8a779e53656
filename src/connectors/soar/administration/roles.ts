import type { JsonObject } from '../../../domain/json'
import type { ReadCall } from '../call'
import { checkId, type Filter } from '../query'
import { readAll } from '../walk'
import { getRecord, idOf, textOf } from './record'

const path = '/rest/role'

export interface Role {
  id: string
  name: string
  description: string | null
  /** Built in: neither changed nor deleted. */
  isBuiltIn: boolean
}

/** GET /rest/role, in the order of their ids. */
export async function listRoles(call: ReadCall, filters: readonly Filter[] = []): Promise<Role[]> {
  return (await readAll(call, path, { filters })).map(readRole)
}

/** GET /rest/role/<id>. Raises `rejected` with code `not-found` where there is none. */
export async function getRole(call: ReadCall, id: string): Promise<Role> {
  return readRole(await getRecord(call, path, checkId(id)))
}

function readRole(record: JsonObject): Role {
  return {
    id: idOf(record, path),
    name: textOf(record.name) ?? '',
    description: textOf(record.description),
    isBuiltIn: record.immutable === true,
  }
}
