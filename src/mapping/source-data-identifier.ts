import { sha256Hex } from '../domain/ids'
import type { Link } from '../domain/link'
import type { Observable } from '../domain/observable'
import type { TicketRef } from '../domain/ticket'

/** The identity of a ticket's container; never made of the key, which changes on a move. */
export function identifyContainer(ticket: TicketRef): string {
  return `soarbridge:${ticket.connection}:${ticket.id}`
}

/** What the container of a link bears; empty where it bears nothing, so that its id alone tells it. */
export function containerSdiOf(link: Pick<Link, 'containerSdi' | 'sdiPrefix' | 'ticketId'>): string {
  return link.containerSdi ?? identifyContainer({ connection: link.sdiPrefix, id: link.ticketId })
}

export function identifyTicketArtifact(ticket: TicketRef): string {
  return `${identifyContainer(ticket)}:ticket`
}

/** An artifact of a shared container, by the name of the share and its id at home. */
export function identifySharedArtifact(connection: string, artifactId: string): string {
  return `soarbridge:${connection}:artifact:${artifactId}`
}

/** Whether what bears this identifier was made by one of these connections. */
export function isMadeBy(sourceDataIdentifier: string, connections: readonly string[]): boolean {
  const [maker, connection] = sourceDataIdentifier.split(':', 2)
  return maker === 'soarbridge' && connection !== undefined && connections.includes(connection)
}

/** Equal results are one record of ours, and so one artifact. */
export function identifyResult(ticket: TicketRef, resultId: string): string {
  return `${identifyContainer(ticket)}:result:${resultId}`
}

/** Values can be longer than an identifier may be, so their digest stands in. */
export function identifyObservable(ticket: TicketRef, observable: Observable): string {
  return `${identifyContainer(ticket)}:${observable.type}:${sha256Hex(observable.value).slice(0, 32)}`
}
