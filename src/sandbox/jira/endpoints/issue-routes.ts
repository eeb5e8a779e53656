import type { Router } from 'express'
import type { Jira } from '../jira'
import type { RestVersion } from '../render/comment'
import { mountAttachments } from './attachments'
import { mountBulkMove } from './bulk-move'
import { mountChangelog } from './changelog'
import { mountComments } from './comments'
import { mountIssue } from './issue'
import { mountIssues } from './issues'
import { mountProperties } from './properties'
import { mountRemoteLinks } from './remote-links'
import { mountTransitions } from './transitions'

/** Issues and all that hangs on them. */
export function mountIssueRoutes(router: Router, jira: Jira, version: RestVersion): void {
  mountIssues(router, jira, version)
  mountIssue(router, jira, version)
  mountComments(router, jira, version)
  mountTransitions(router, jira, version)
  mountAttachments(router, jira)
  mountRemoteLinks(router, jira)
  mountProperties(router, jira)
  mountChangelog(router, jira)
  mountBulkMove(router, jira)
}
