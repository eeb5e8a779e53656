import type { Route } from '../route'
import type { Soar } from '../soar'
import { createActionRunRoutes } from './action-run'
import { createAppRunRoutes } from './app-run'
import { createApprovalRoutes } from './approval-routes'
import { createPlaybookRoutes } from './playbook'
import { createPlaybookRunRoutes } from './playbook-run'

/** Playbooks and their runs, actions, apps' results, approvals (facts sections 8 to 10). */
export function createAutomationRoutes(soar: Soar): Route[] {
  return [
    ...createPlaybookRoutes(soar),
    ...createPlaybookRunRoutes(soar),
    ...createActionRunRoutes(soar),
    ...createAppRunRoutes(soar),
    ...createApprovalRoutes(soar),
  ]
}
