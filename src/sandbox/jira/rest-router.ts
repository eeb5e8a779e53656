import { Router } from 'express'
import { mountDirectory } from './endpoints/directory'
import { mountDynamicWebhooks } from './endpoints/dynamic-webhooks'
import { mountIssueRoutes } from './endpoints/issue-routes'
import { mountMetadata } from './endpoints/metadata'
import { mountCloudSearch } from './endpoints/search-cloud'
import { mountDataCenterSearch } from './endpoints/search-datacenter'
import type { Jira } from './jira'
import type { RestVersion } from './render/comment'

/** The REST API in one version. */
export function createRestRouter(jira: Jira, version: RestVersion): Router {
  const router = Router()
  // Before the issues, whose ids would take the word `createmeta`.
  mountMetadata(router, jira)
  mountIssueRoutes(router, jira, version)
  mountDirectory(router, jira)
  if (jira.site.flavor === 'cloud') mountCloudSearch(router, jira, version)
  else mountDataCenterSearch(router, jira)
  mountDynamicWebhooks(router, jira)
  return router
}
