import type { JsonObject } from '../../domain/json'
import type { DeliveryFacts } from '../connector'
import { readEnvelope, readUpdated } from './wire'

/**
 * Which ticket a delivery is about. A delivery of no known shape counts as one about a ticket that it does not name,
 * so that a person gets to see it.
 */
export function identify(payload: JsonObject): DeliveryFacts {
  const { event, timestamp, issue, commentedIssueId } = readEnvelope(payload)
  const ticketId = issue?.id ?? commentedIssueId
  const key = issue?.key
  const version = timestamp ?? readUpdated(issue)
  const isNamed = ticketId !== undefined || key !== undefined
  return {
    isAboutTicket: isNamed || !isAboutSomethingElse(event),
    ...(ticketId !== undefined && { ticketId }),
    ...(key !== undefined && { key }),
    ...(event !== undefined && { event: event.slice(0, 100) }),
    ...(version !== undefined && { version }),
  }
}

/**
 * Events that name no issue. Among them attachment events: without an issue they cannot be placed, and the same comes
 * again in `jira:issue_updated`.
 */
function isAboutSomethingElse(event: string | undefined): boolean {
  return event !== undefined && otherSubjects.test(event)
}

const otherSubjects =
  /^(?:jira:)?(?:attachment|board|component|filter|issue_property|issuelink|issuetype|option|project|sprint|user|version)_/
