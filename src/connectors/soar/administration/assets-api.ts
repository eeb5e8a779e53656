import type { WriteCall } from '../call'
import type { Filter } from '../query'
import { type Asset, getAsset, listAssets } from './assets'
import { type AssetFields, createAsset, replaceAsset } from './write-asset'

export interface AssetsApi {
  list(filters?: readonly Filter[]): Promise<Asset[]>
  get(id: string): Promise<Asset>
  /** Answers the new asset's id. */
  create(asset: AssetFields): Promise<string>
  replace(id: string, asset: AssetFields): Promise<void>
}

export function createAssetsApi(call: WriteCall): AssetsApi {
  return {
    list: filters => listAssets(call, filters),
    get: id => getAsset(call, id),
    create: asset => createAsset(call, asset),
    replace: (id, asset) => replaceAsset(call, id, asset),
  }
}
