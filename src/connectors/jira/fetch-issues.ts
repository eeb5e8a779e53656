import { isJsonObject, type JsonObject } from '../../domain/json'
import { readObjects, readValue } from '../../domain/read-json'
import type { HttpRequest } from '../http-types'
import { type ReadCall, recordOf, unreadableAnswer } from '../ticket-call'
import type { JiraFlavor } from './comment-form'

export interface FetchParts {
  call: ReadCall
  flavor: JiraFlavor
}

/** As many as Cloud takes, and as Data Center reliably shows at once. */
export const issuesAtOnce = 100

export interface FetchedIssue {
  request: HttpRequest
  issue: JsonObject
}

/**
 * Issues by their ids as they are now, at most `issuesAtOnce`; those that are not there, or not for our eyes, are left
 * out. Cloud has a request of its own for it. Data Center searches, and refuses ids that it does not know unless it is
 * told not to look at the query first. Version 2 on Cloud too: its texts are those of webhooks.
 */
export async function fetchIssues(
  ids: readonly string[],
  fields: string[],
  { call, flavor }: FetchParts,
): Promise<FetchedIssue[]> {
  if (ids.length === 0) return []
  const request: HttpRequest =
    flavor === 'cloud'
      ? { method: 'POST', path: '/rest/api/2/issue/bulkfetch', body: { issueIdsOrKeys: [...ids], fields } }
      : {
          method: 'POST',
          path: '/rest/api/2/search',
          body: { jql: `id in (${ids.join(', ')})`, fields, maxResults: ids.length, validateQuery: false },
        }
  const answer = await call.read(request)
  const page = recordOf(request, answer)
  const listed = readValue(page, 'issues')
  if (!Array.isArray(listed) || !listed.every(isJsonObject)) throw unreadableAnswer(request, answer.status)
  return readObjects(page, 'issues').map(issue => ({ request, issue }))
}
