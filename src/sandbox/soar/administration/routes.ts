import type { Route } from '../route'
import type { Soar } from '../soar'
import { createAssetRoutes } from './assets'
import { createAuditRoutes } from './audit'
import { createTokenRoutes } from './own-token'
import { createReadOnlyRoutes } from './read-only'
import { createSearchRoutes } from './search'
import { createSystemRoutes } from './system'
import { createUserRoutes } from './users'
import { createWordRoutes } from './words'

/** What administrators look after. */
export function createAdministrationRoutes(soar: Soar, readUrl: () => string): Route[] {
  return [
    ...createUserRoutes(soar),
    ...createTokenRoutes(soar),
    ...createReadOnlyRoutes(soar),
    ...createAssetRoutes(soar),
    ...createWordRoutes(soar),
    ...createAuditRoutes(soar),
    ...createSearchRoutes(soar, readUrl),
    ...createSystemRoutes(soar, readUrl),
  ]
}
