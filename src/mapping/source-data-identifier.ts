import { sha256Hex } from '../domain/ids'
import type { Observable } from '../domain/observable'
import type { TicketRef } from '../domain/ticket'

/** The identity of a ticket's container; never made of the key, which changes on a move. */
export function identifyContainer(ticket: TicketRef): string {
  return `soarbridge:${ticket.connection}:${ticket.id}`
}

export function identifyTicketArtifact(ticket: TicketRef): string {
  return `${identifyContainer(ticket)}:ticket`
}

/** Equal results are one record of ours, and so one artifact. */
export function identifyResult(ticket: TicketRef, resultId: string): string {
  return `${identifyContainer(ticket)}:result:${resultId}`
}

/** Values can be longer than an identifier may be, so their digest stands in. */
export function identifyObservable(ticket: TicketRef, observable: Observable): string {
  return `${identifyContainer(ticket)}:${observable.type}:${sha256Hex(observable.value).slice(0, 32)}`
}
