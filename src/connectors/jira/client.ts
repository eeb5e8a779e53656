import type { HttpRequest } from '../http-types'
import { createReadCall, recordOf, type TicketLine } from '../ticket-call'
import { withJiraLimits } from './throttling'
import { type JiraIssue, readIssue } from './wire'

export type JiraClientParts = Omit<TicketLine, 'isLoginRefused'>

/** One function an endpoint. Version 2 of the API: the one that Cloud and Data Center share, and that webhooks speak. */
export interface JiraClient {
  /** `GET /issue/{id or key}`, or null on 404: missing, or not for our eyes. */
  getIssue(idOrKey: string, query: { fields: string; expand?: 'changelog' }): Promise<JiraIssue | null>
  /** `GET /myself`: fails where our credentials do. */
  getMyself(): Promise<void>
}

export function createJiraClient(line: TicketLine): JiraClient {
  const call = createReadCall(line)
  return {
    async getIssue(idOrKey, query) {
      const path = `/rest/api/2/issue/${encodeURIComponent(idOrKey)}`
      const request: HttpRequest = { method: 'GET', path, query: { ...query } }
      const answer = await call.read(request)
      return answer.status === 404 ? null : readIssue(recordOf(request, answer))
    },
    async getMyself() {
      const request: HttpRequest = { method: 'GET', path: '/rest/api/2/myself' }
      const answer = await call.read(request)
      if (answer.status === 404) throw line.failureOfStatus(answer.status, answer.headers, line.clock.now())
      recordOf(request, answer)
    },
  }
}

/** With an expired token Jira goes on answering, as to a stranger: every ticket is then "missing". */
export function createJiraLine({ http, failureOfStatus, clock }: JiraClientParts): TicketLine {
  return {
    http,
    failureOfStatus: withJiraLimits(failureOfStatus),
    clock,
    isLoginRefused: ({ headers }) => refusedLogins.test(headers['x-seraph-loginreason'] ?? ''),
  }
}

const refusedLogins = /AUTHENTICATED_FAILED|AUTHENTICATION_DENIED/
