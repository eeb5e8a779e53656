import type { Route } from '../route'
import type { Soar } from '../soar'
import { createCefRoutes, describeCef } from './cef'
import { createDecidedListRoutes } from './decided-list'
import { createIndicatorRoutes, describeIndicators } from './indicator'
import { describeKinds } from './kinds'
import { createRecordRoutes } from './records'
import { createSubCollectionRoutes } from './sub-collections'
import { createDownloadRoutes, describeVault } from './vault'

/** What containers hold beside artifacts, and what stands beside them. */
export function createContentRoutes(soar: Soar): Route[] {
  const kinds = [...describeKinds(soar), describeVault(soar), describeIndicators(soar), describeCef(soar)]
  return [
    ...kinds.flatMap(createRecordRoutes),
    ...createSubCollectionRoutes(soar),
    ...createDownloadRoutes(soar),
    ...createIndicatorRoutes(soar),
    ...createCefRoutes(soar),
    ...createDecidedListRoutes(soar),
  ]
}
