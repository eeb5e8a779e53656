import type { ContainerStateChange } from '../domain/container-change'
import { type ContainerSnapshot, emptyContainer, mergeContainer } from '../domain/container-snapshot'
import type { Link } from '../domain/link'
import { containerSdiOf } from '../mapping/source-data-identifier'
import { ticketsOfContainer } from '../store/container-tickets'
import type { Database } from '../store/database'
import { findLink } from '../store/links'
import type { Heard } from './hear-lane'
import type { JoinTarget } from './join-container'
import { ticketOfLink } from './map-link'
import type { TicketSource } from './ticket-source'

export interface JoiningInput {
  source: TicketSource
  /** With the news merged in. */
  link: Link
  heard: Pick<Heard, 'join'>
}

/** Where the ticket of a link goes; `target` is null where it gets a new container of its own. */
export interface Joining {
  target: JoinTarget | null
  isParting: boolean
}

type Place = Omit<JoinTarget, 'role'>

/** What an operator asked for, else what the rules ask for; null where the ticket stays where it is. */
export async function findJoining(read: Database['read'], input: JoiningInput): Promise<Joining | null> {
  const { link, heard } = input
  const asked = heard.join?.container
  const place = asked === undefined ? await placeByRules(read, input) : placeOf(asked, heard.join?.readAt ?? 0)
  if (place === undefined || place?.containerId === link.containerId) return null
  if (link.role === 'primary' && (await sharersOf(read, link)).length > 0) return null
  const isParting = heard.join?.isParting === true
  if (place === null) return { target: null, isParting }
  const others = await sharersOf(read, { ...link, containerId: place.containerId })
  const role = others.some(other => other.role === 'primary') ? 'secondary' : 'primary'
  return { target: { ...place, role }, isParting }
}

/** The other tickets of a link's container. */
export async function sharersOf(
  read: Database['read'],
  { id, soarConnection, containerId }: Pick<Link, 'id' | 'soarConnection' | 'containerId'>,
): ReturnType<typeof ticketsOfContainer> {
  if (containerId === null) return []
  return (await ticketsOfContainer(read, { soarConnection, containerId })).filter(other => other.id !== id)
}

function placeOf(asked: ContainerStateChange | null, readAt: number): Place | null {
  if (asked === null) return null
  const { containerId, state } = asked
  const container = mergeContainer(emptyContainer(), asked, readAt)
  return { containerId, sourceDataIdentifier: state.sourceDataIdentifier, container }
}

/** The container of the ticket that this one is a duplicate of. What an operator joined or took apart stays so. */
async function placeByRules(read: Database['read'], { source, link }: JoiningInput): Promise<Place | undefined> {
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
