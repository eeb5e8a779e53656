import type { ContainerStateChange } from '../domain/container-change'
import { emptyContainer, mergeContainer } from '../domain/container-snapshot'
import type { Link } from '../domain/link'
import { ticketsOfContainer } from '../store/container-tickets'
import type { Database } from '../store/database'
import type { Heard } from './hear-lane'
import type { JoinPlace, JoinTarget } from './join-container'
import { placeByRules } from './place-by-rules'
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

function placeOf(asked: ContainerStateChange | null, readAt: number): JoinPlace | null {
  if (asked === null) return null
  const { containerId, state } = asked
  const container = mergeContainer(emptyContainer(), asked, readAt)
  return { containerId, sourceDataIdentifier: state.sourceDataIdentifier, container }
}
