import type { JsonObject } from '../../../domain/json'
import type { ReadCall } from '../call'
import { checkId, type Filter } from '../query'
import { readAll } from '../walk'
import { getRecord, idOf, referenceOf, textOf, textsOf } from './record'

export const assetsPath = '/rest/asset'

/** An asset without its configuration and its token, which hold credentials. */
export interface Asset {
  id: string
  name: string
  description: string | null
  type: string | null
  vendor: string | null
  product: string | null
  productVersion: string | null
  appId: string | null
  tags: string[]
  tenantIds: string[]
  isDisabled: boolean
  /** Names of what is configured; never the values. */
  configured: string[]
}

/** GET /rest/asset, in the order of their ids. */
export async function listAssets(call: ReadCall, filters: readonly Filter[] = []): Promise<Asset[]> {
  return (await readAll(call, assetsPath, { filters })).map(readAsset)
}

/** GET /rest/asset/<id>. Raises `rejected` with code `not-found` where there is none. */
export async function getAsset(call: ReadCall, id: string): Promise<Asset> {
  return readAsset(await getRecord(call, assetsPath, checkId(id)))
}

function readAsset(record: JsonObject): Asset {
  const { tenants, configuration } = record
  return {
    id: idOf(record, assetsPath),
    name: textOf(record.name) ?? '',
    description: textOf(record.description),
    type: textOf(record.type),
    vendor: textOf(record.product_vendor),
    product: textOf(record.product_name),
    productVersion: textOf(record.product_version),
    appId: referenceOf(record.app),
    tags: textsOf(record.tags),
    tenantIds: Array.isArray(tenants) ? tenants.flatMap(tenant => referenceOf(tenant) ?? []) : [],
    isDisabled: record.disabled === true,
    configured: Object.keys(typeof configuration === 'object' && configuration !== null ? configuration : {}),
  }
}
