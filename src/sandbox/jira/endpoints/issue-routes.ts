import type { Router } from 'express'
import type { Jira } from '../jira'
import type { RestVersion } from '../render/comment'
import { mountBulkMove } from './bulk-move'
import { mountChangelog } from './changelog'
import { mountCommentList } from './comment-list'
import { mountComments } from './comments'
import { mountIssue } from './issue'
import { mountIssues } from './issues'
import { mountTransitions } from './transitions'

/** Issues, what is said about them and what becomes of them. */
export function mountIssueRoutes(router: Router, jira: Jira, version: RestVersion): void {
  mountIssues(router, jira, version)
  mountIssue(router, jira, version)
  mountComments(router, jira, version)
  mountCommentList(router, jira, version)
  mountTransitions(router, jira, version)
  mountChangelog(router, jira)
  mountBulkMove(router, jira)
}
