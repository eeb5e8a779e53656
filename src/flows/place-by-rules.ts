import { type ContainerSnapshot, emptyContainer } from '../domain/container-snapshot'
import type { Link } from '../domain/link'
import { containerSdiOf } from '../mapping/source-data-identifier'
import type { Database } from '../store/database'
import { findLink } from '../store/links'
import type { JoinPlace } from './join-container'
import { ticketOfLink } from './ticket-of-link'
import type { TicketSource } from './ticket-source'

/** The container of the ticket that this one is a duplicate of. What an operator joined or took apart stays so. */
export async function placeByRules(
  read: Database['read'],
  { source, link }: { source: TicketSource; link: Link },
): Promise<JoinPlace | undefined> {
  const { connector, rules, soarConnection } = source
  const isMoved = link.role === 'secondary' || link.containerSdi !== null || link.snapshot.deletedAt !== undefined
  if (rules.duplicates !== 'join' || isMoved || connector.originalsOf === undefined) return undefined
  for (const ticketId of connector.originalsOf(ticketOfLink(link, source).fields)) {
    const original = await findLink(read, { connection: link.connection, ticketId, soarConnection })
    if (original === undefined || original.id === link.id || original.tenant !== link.tenant) continue
    const { containerId, state } = original
    if (containerId === null || state !== 'linked' || containerId === link.base.partedFrom) continue
    return { containerId, sourceDataIdentifier: containerSdiOf(original), container: seenBy(original) }
  }
  return undefined
}

/** What is known of the container itself; what its own ticket was told of it says nothing here. */
function seenBy({ container: { version, isCase, closedAt, fields } }: Link): ContainerSnapshot {
  const seen = Object.entries(fields).map(([name, { value, at }]) => [name, { value, at }])
  return {
    ...emptyContainer(),
    ...(version !== undefined && { version }),
    ...(isCase !== undefined && { isCase }),
    ...(closedAt !== undefined && { closedAt }),
    fields: Object.fromEntries(seen),
  }
}
