import type { Router } from 'express'
import type { Jira } from '../jira'
import { mountAttachments } from './attachments'
import { mountProperties } from './properties'
import { mountRemoteLinks } from './remote-links'
import { mountWatchers } from './watchers'

/** What hangs on issues. */
export function mountIssueParts(router: Router, jira: Jira): void {
  mountAttachments(router, jira)
  mountRemoteLinks(router, jira)
  mountWatchers(router, jira)
  mountProperties(router, jira)
}
