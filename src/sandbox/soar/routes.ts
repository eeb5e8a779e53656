import { createAdministrationRoutes } from './administration/routes'
import { createArtifactRoutes } from './artifact'
import { createAutomationRoutes } from './automation/routes'
import { createContainerRoutes } from './container'
import { createContentRoutes } from './content/routes'
import type { Route } from './route'
import type { Soar } from './soar'
import { createVocabularyRoutes } from './vocabulary'

/** The whole API: one line a file of endpoints. */
export function listRoutes(soar: Soar, readUrl: () => string): Route[] {
  return [
    ...createContainerRoutes(soar),
    ...createArtifactRoutes(soar),
    ...createContentRoutes(soar),
    ...createVocabularyRoutes(soar),
    ...createAdministrationRoutes(soar, readUrl),
    ...createAutomationRoutes(soar),
  ]
}
