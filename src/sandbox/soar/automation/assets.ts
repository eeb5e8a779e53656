import { describeAsset } from '../administration/assets'
import type { Json } from '../json'
import type { Row, Table } from '../table'
import type { App } from './apps'

/** By number or name; names in any case. */
export function findAsset(assets: Table, named: Json): Row | undefined {
  if (typeof named === 'number') return assets.find(named)
  const wanted = String(named).toLowerCase()
  return [...assets.rows()].find(({ name }) => String(name).toLowerCase() === wanted)
}

/** Adds the assets of the sandbox's apps beside those that are there already. */
export function addAssets(assets: Table, apps: readonly App[]): void {
  for (const { id: app, name: product, assets: names } of apps)
    for (const name of names)
      if (findAsset(assets, name) === undefined)
        assets.insert({ ...describeAsset({ name, product_name: product, product_vendor: product }), app })
}
