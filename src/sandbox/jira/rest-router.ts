import { Router } from 'express'
import { mountDirectory } from './endpoints/directory'
import { mountDynamicWebhooks } from './endpoints/dynamic-webhooks'
import { mountIssueParts } from './endpoints/issue-parts'
import { mountIssueRoutes } from './endpoints/issue-routes'
import { mountMetadata } from './endpoints/metadata'
import { mountSearch } from './endpoints/search'
import type { Jira } from './jira'
import type { RestVersion } from './render/comment'

/** The REST API in one version. */
export function createRestRouter(jira: Jira, version: RestVersion): Router {
  const router = Router()
  // Before the issues, whose ids would take the word `createmeta`.
  mountMetadata(router, jira)
  mountIssueRoutes(router, jira, version)
  mountIssueParts(router, jira)
  mountDirectory(router, jira)
  mountSearch(router, jira, version)
  mountDynamicWebhooks(router, jira)
  return router
}
