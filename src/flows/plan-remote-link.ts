import type { PutRemoteLink } from '../domain/command'
import type { ContainerSnapshot } from '../domain/container-snapshot'
import type { Link } from '../domain/link'
import { isClosedStatus } from '../mapping/closed-statuses'
import { ticketAddress } from './status-comment'
import type { TicketSource } from './ticket-source'

/**
 * Jira: the link to the container beside the ticket, whenever what it shows changed. It is known by the container, so
 * that it stays one through moves of the ticket.
 */
export function planRemoteLink(source: TicketSource, link: Link, before: ContainerSnapshot): PutRemoteLink[] {
  const { containerId, soarConnection, container } = link
  const isAsked = source.rules.results.link && source.connector.system === 'jira'
  if (!isAsked || containerId === null || source.containerUrl === undefined) return []
  const summary = summaryOf(container)
  const isFirstSight = before.version === undefined && container.version !== undefined
  const isSame = summary === summaryOf(before) && container.isCase === before.isCase
  if (summary === null || (isSame && !isFirstSight)) return []
  return [
    {
      kind: 'put-remote-link',
      ticket: ticketAddress(link),
      globalId: `system=soar&instance=${soarConnection}&container=${containerId}`,
      url: source.containerUrl(containerId),
      title: `Splunk SOAR: ${container.isCase === true ? 'case' : 'container'} ${containerId}`,
      summary,
      isResolved:
        typeof container.closedAt === 'number' || isClosedStatus(container.fields.status?.value, source.rules),
    },
  ]
}

/** Words only: names and texts of the container may not be for everybody who sees the ticket. */
function summaryOf({ fields }: ContainerSnapshot): string | null {
  const { status, severity } = fields
  return status === undefined || severity === undefined ? null : `${status.value}, ${severity.value}`
}
