import type { JsonObject } from '../../../domain/json'
import { unclearAnswer, type WriteCall } from '../call'
import { checkId } from '../query'
import { assetsPath } from './assets'
import { postRecord } from './record'

/** A whole asset: what is left out gets SOAR's default, also where it was set before. */
export interface AssetFields {
  name: string
  /** An app by its number or GUID, or a product by name and vendor. */
  of: { appId: number } | { appGuid: string } | { product: string; vendor: string }
  description?: string
  type?: string
  tags?: readonly string[]
  tenantIds?: readonly number[]
  isDisabled?: boolean
  /** Credentials; they show in no error and no record of the exchange. */
  configuration?: JsonObject
}

/** POST /rest/asset; answers the new asset's id. */
export function createAsset(call: WriteCall, asset: AssetFields): Promise<string> {
  return postRecord(call, assetsPath, encodeAsset(asset))
}

/** POST /rest/asset/<id> replaces the whole asset (soar.md section 11), its configuration as well. */
export async function replaceAsset(call: WriteCall, id: string, asset: AssetFields): Promise<void> {
  const path = `${assetsPath}/${checkId(id)}`
  const changed = await postRecord(call, path, encodeAsset(asset))
  if (changed !== id) throw unclearAnswer(path)
}

function encodeAsset({
  name,
  of,
  description,
  type,
  tags,
  tenantIds,
  isDisabled,
  configuration,
}: AssetFields): JsonObject {
  return {
    name,
    ...encodeOrigin(of),
    ...(description !== undefined && { description }),
    ...(type !== undefined && { type }),
    ...(tags !== undefined && { tags: [...tags] }),
    ...(tenantIds !== undefined && { tenants: [...tenantIds] }),
    ...(isDisabled !== undefined && { disabled: isDisabled }),
    ...(configuration !== undefined && { configuration }),
  }
}

function encodeOrigin(of: AssetFields['of']): JsonObject {
  if ('appId' in of) return { app_id: of.appId }
  return 'appGuid' in of ? { app_guid: of.appGuid } : { product_name: of.product, product_vendor: of.vendor }
}
