import { Router } from 'express'
import { mountComments } from './endpoints/comments'
import { mountIssue } from './endpoints/issue'
import { mountIssues } from './endpoints/issues'
import { mountMyself } from './endpoints/myself'
import { mountPriorities } from './endpoints/priorities'
import { mountServerInfo } from './endpoints/server-info'
import { mountTransitions } from './endpoints/transitions'
import type { Jira } from './jira'
import type { RestVersion } from './render/comment'

/** The REST API in one version. */
export function createRestRouter(jira: Jira, version: RestVersion): Router {
  const router = Router()
  mountIssues(router, jira, version)
  mountIssue(router, jira, version)
  mountComments(router, jira, version)
  mountTransitions(router, jira)
  mountMyself(router, jira)
  mountServerInfo(router, jira)
  mountPriorities(router, jira)
  return router
}
