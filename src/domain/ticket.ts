import type { Json, JsonObject } from './json'

/** `soar`: containers of one SOAR that are shared to another one. */
export type TicketSystem = 'jira' | 'servicenow' | 'soar'

/** A ticket by its immutable id (Jira id, ServiceNow sys_id): never by its key, which changes on a move. */
export interface TicketRef {
  connection: string
  id: string
}

/**
 * How new a statement is: greater wins. `at` is the vendor's own version of what it speaks of, in epoch milliseconds
 * (`updated`, else the envelope's `timestamp`), or the time of receipt where the vendor gives none.
 * `counter` is the vendor's edit counter (`sys_mod_count`) where there is one; it decides before the tie-break by content.
 */
export interface Version {
  at: number
  counter?: number
}

/** What one delivery (or one read) says happened to one ticket. */
export type TicketChange =
  | TicketStateChange
  | CommentChange
  | AttachmentChange
  | TicketArtifactChange
  | TicketDeletedChange

export interface TicketStateChange {
  kind: 'ticket-state'
  version: Version
  key?: string
  /** Address of the ticket for people. */
  url?: string
  /** Table (ServiceNow) or project (Jira) where the delivery names it. */
  collection?: string
  /** Only what the delivery holds: an absent field is not an empty one (`null`). Vendor's names, vendor's values. */
  fields: JsonObject
  /** Of fields that change without the ticket's own version moving; the others have that. */
  fieldVersions?: Record<string, Version>
  /** True where the delivery holds the whole record. */
  complete: boolean
  /** When fields came to their values, where the system tells: epoch milliseconds by the names of `fields`. */
  changedAt?: Readonly<Record<string, number>>
}

export interface CommentChange {
  kind: 'comment'
  id: string
  version: Version
  deleted: boolean
  author?: string
  body?: string
  /** False where the comment is restricted to insiders. */
  isPublic?: boolean
}

export interface AttachmentChange {
  kind: 'attachment'
  id: string
  version: Version
  deleted: boolean
  fileName?: string
  size?: number
  mimeType?: string
  /** Of the bytes, hex, where the system tells it. */
  sha256?: string
}

/** An artifact of a ticket that is itself a container. */
export interface TicketArtifactChange {
  kind: 'artifact'
  id: string
  version: Version
  name: string
  label: string
  severity: string
  tags?: string[]
  cef: JsonObject
}

export interface TicketDeletedChange {
  kind: 'ticket-deleted'
  version: Version
  /** Nobody told of it: the ticket was looked for and not found, which a lost right explains as well. */
  isPresumed?: boolean
}

/** A value with the version that set it. `tie` decides between different values of one version. */
export interface Stamped<Value> {
  value: Value
  version: Version
  tie: string
}

/**
 * All that the deliveries so far say of one ticket, merged so that neither their order nor their number matters.
 * Stored with the link.
 */
export interface TicketSnapshot {
  key?: Stamped<string>
  url?: Stamped<string>
  collection?: Stamped<string>
  fields: Record<string, Stamped<Json>>
  comments: Record<string, Stamped<CommentText>>
  attachments: Record<string, Stamped<AttachmentFacts>>
  deletedAt?: Version
  /** When it was looked for and not found; a later change or reading of it is a sign of life. */
  missingAt?: Version
  /** True once anything but a deletion was heard of the ticket. */
  wasAlive: boolean
  /** True once a whole record was heard. */
  complete: boolean
  /** Newest version of any field. */
  version: Version
  /** When each field was last said to have changed. */
  changedAt?: Readonly<Record<string, number>>
}

export interface CommentText {
  deleted: boolean
  author?: string
  isPublic?: boolean
}

export interface AttachmentFacts {
  deleted: boolean
  fileName?: string
  size?: number
  mimeType?: string
  sha256?: string
}

/** A ticket as the mapping sees it. */
export interface Ticket {
  connection: string
  /** `results`: no ticket, but what results are about that no ticket claims; it is their `key`. */
  system: TicketSystem | 'results'
  id: string
  /** Key or number; the id where no delivery named it. */
  key: string
  url: string
  collection?: string
  deleted: boolean
  version: Version
  fields: JsonObject
}
