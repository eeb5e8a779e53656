import { createArtifactRoutes } from './artifact'
import { createAutomationRoutes } from './automation/routes'
import { createContainerRoutes } from './container'
import type { Route } from './route'
import type { Soar } from './soar'
import { createSystemRoutes } from './system'
import { createUserRoutes } from './user'
import { createVocabularyRoutes } from './vocabulary'

/** The whole API: one line a file of endpoints. */
export function listRoutes(soar: Soar, readUrl: () => string): Route[] {
  return [
    ...createContainerRoutes(soar),
    ...createArtifactRoutes(soar),
    ...createVocabularyRoutes(soar),
    ...createUserRoutes(soar),
    ...createAutomationRoutes(soar),
    ...createSystemRoutes(readUrl),
  ]
}
