import type { PageAsked } from '../../domain/page'
import type { ApprovalStateFilter, readApprovals } from '../../flows/read-approvals'
import { callerOf } from '../caller-of'
import type { Handlers } from '../contract'
import { pageAsked } from '../page-asked'

export interface ApprovalParts {
  /** What a caller of this tenant may see. */
  approvals(tenant: string, filter: ApprovalStateFilter, page: PageAsked): ReturnType<typeof readApprovals>
}

export function createApprovalHandlers({ approvals }: ApprovalParts): Pick<Handlers, 'listApprovals'> {
  return {
    listApprovals: async ({ query, caller }) => ({
      status: 200,
      body: await approvals(callerOf(caller).tenant, query, pageAsked(query)),
    }),
  }
}
