import { isJsonObject, type JsonObject } from '../../domain/json'
import { BridgeError } from '../../errors'
import type { FailureOfStatus, HttpAnswer, HttpClient } from '../http-types'
import { type JiraIssue, readIssue } from './wire'

export interface JiraClientParts {
  http: Pick<HttpClient, 'send'>
  failureOfStatus: FailureOfStatus
  clock: { now(): number }
}

/** One function an endpoint. Version 2 of the API: the one that Cloud and Data Center share, and that webhooks speak. */
export interface JiraClient {
  /** `GET /issue/{id or key}`, or null on 404: missing, or not for our eyes. */
  getIssue(idOrKey: string, fields: string): Promise<JiraIssue | null>
  /** `GET /myself`: fails where our credentials do. */
  getMyself(): Promise<void>
}

export function createJiraClient(parts: JiraClientParts): JiraClient {
  return {
    async getIssue(idOrKey, fields) {
      const answer = await get(parts, `/rest/api/2/issue/${encodeURIComponent(idOrKey)}`, { fields })
      return answer.status === 404 ? null : readIssue(bodyOf(answer))
    },
    async getMyself() {
      const answer = await get(parts, '/rest/api/2/myself', {})
      if (answer.status === 404) throw parts.failureOfStatus(answer.status, answer.headers, parts.clock.now())
      bodyOf(answer)
    },
  }
}

/** Answers a 2xx or a 404; raises for the rest. */
async function get(parts: JiraClientParts, path: string, query: Record<string, string>): Promise<HttpAnswer> {
  const answer = await parts.http.send({ method: 'GET', path, query })
  const { status, headers } = answer
  // With an expired token Jira goes on answering, as to a stranger: every ticket is then "missing".
  if (refusedLogins.test(headers['x-seraph-loginreason'] ?? '')) {
    throw new BridgeError('denied', 'Jira does not accept our credentials', { code: 'login-refused', status })
  }
  if (status === 404 || (status >= 200 && status < 300)) return answer
  throw parts.failureOfStatus(status, headers, parts.clock.now())
}

const refusedLogins = /AUTHENTICATED_FAILED|AUTHENTICATION_DENIED/

function bodyOf({ body, status }: HttpAnswer): JsonObject {
  if (isJsonObject(body)) return body
  throw new BridgeError('unavailable', 'Jira answered something other than a record', {
    code: 'unreadable-answer',
    status,
  })
}
