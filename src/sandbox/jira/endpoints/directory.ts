import type { Router } from 'express'
import type { Jira } from '../jira'
import { mountCatalog } from './catalog'
import { mountGroups } from './groups'
import { mountMyself } from './myself'
import { mountProjects } from './projects'
import { mountServerInfo } from './server-info'
import { mountUsers } from './users'

/** What the site knows apart from issues: people, projects, vocabularies, itself. */
export function mountDirectory(router: Router, jira: Jira): void {
  mountMyself(router, jira)
  mountServerInfo(router, jira)
  mountCatalog(router, jira)
  mountProjects(router, jira)
  mountUsers(router, jira)
  mountGroups(router, jira)
}
