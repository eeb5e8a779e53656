import type {
  ContainerChange,
  ContainerChanges,
  ContainerStateChange,
  FileChange,
  NoteChange,
} from '../../../domain/container-change'
import type { JsonObject } from '../../../domain/json'
import type { TicketChange, TicketStateChange } from '../../../domain/ticket'
import type { DeliveryFacts, Normalized } from '../../connector'

/** The SOAR whose containers are tickets, as people know it. */
export interface Home {
  /** Name of its connection. */
  from: string
  /** Its address, without a slash at its end. */
  url: string
}

/** Deliveries are what the bridge's own polls and sweeps told: a `ContainerChange`, or several of one container. */
export function identify(payload: JsonObject): DeliveryFacts {
  const { containerId, kind } = payload as unknown as ContainerChange | ContainerChanges
  return { isAboutTicket: true, ticketId: containerId, event: `soar:${kind}` }
}

/** A container as a ticket: its fields, what was said in it as comments, its artifacts and files. All else stays where it is. */
export function normalize(payload: JsonObject, home: Home): Normalized {
  const told = payload as unknown as ContainerChange | ContainerChanges
  const changes = told.kind === 'several' ? told.changes : [told]
  return { changes: changes.flatMap(change => changesOf(change, home)), mustReread: false }
}

function changesOf(change: ContainerChange, home: Home): TicketChange[] {
  if (change.kind === 'container-state') return [stateOf(change, home)]
  if (change.kind === 'note') return [commentOf(change)]
  if (change.kind === 'file') return [attachmentOf(change)]
  if (change.kind !== 'artifact') return []
  const { kind, id, version, name, label, severity, tags = [], cef } = change
  return [{ kind, id, version, name, label, severity, tags, cef }]
}

/** Custom fields stand beside the container's own, whose names win. */
export function stateOf({ containerId, version, state }: ContainerStateChange, { from, url }: Home): TicketStateChange {
  const { customFields, ...fields } = state
  return {
    kind: 'ticket-state',
    version,
    key: `${from}#${containerId}`,
    url: `${url}/mission/${containerId}`,
    fields: { ...customFields, ...fields },
    complete: true,
  }
}

function attachmentOf({ id, version, fileName, size, sha256 }: FileChange): TicketChange {
  const known = { ...(size !== null && { size }), ...(sha256 !== null && { sha256 }) }
  return { kind: 'attachment', id, version, deleted: false, fileName, ...known }
}

/** The mark of the bridge at the end of a note's title says nothing to people. */
const markAtEnd = /\s{0,9}\[soarbridge:[0-9a-f]{26}\]\s{0,9}$/

function commentOf({ id, version, title, text, author, deleted }: NoteChange): TicketChange {
  const said = [title.replace(markAtEnd, ''), text].filter(part => part.trim() !== '')
  return {
    kind: 'comment',
    id,
    version,
    deleted,
    ...(author !== null && { author }),
    body: said.join('\n\n'),
  }
}
