import type { JsonObject } from '../../../domain/json'
import type { ReadCall } from '../call'
import { checkId, type Filter } from '../query'
import { readAll } from '../walk'
import { getRecord, referenceOf, strangeAnswer, textOf } from './record'

const path = '/rest/tenant'

export interface Tenant {
  /** The default one is `0`. */
  id: string
  name: string
  description: string | null
  contact: string | null
  isDisabled: boolean
}

/** GET /rest/tenant; one alone where multi-tenancy is off. */
export async function listTenants(call: ReadCall, filters: readonly Filter[] = []): Promise<Tenant[]> {
  return (await readAll(call, path, { filters })).map(readTenant)
}

/** GET /rest/tenant/<id>. Raises `rejected` with code `not-found` where there is none. */
export async function getTenant(call: ReadCall, id: string): Promise<Tenant> {
  return readTenant(await getRecord(call, path, checkId(id)))
}

function readTenant(record: JsonObject): Tenant {
  const id = referenceOf(record.id)
  if (id === null) throw strangeAnswer(path, 'a record has no id')
  return {
    id,
    name: textOf(record.name) ?? '',
    description: textOf(record.description),
    contact: textOf(record.contact),
    isDisabled: record.disabled === true,
  }
}
