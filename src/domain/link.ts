import type { ContainerFields } from './container'
import type { ContainerSnapshot } from './container-snapshot'
import type { LinkFindings } from './finding'
import type { Json, JsonObject } from './json'
import { isDeleted } from './merge-changes'
import type { TicketSnapshot } from './ticket'

/**
 * `pending`: heard of, no container yet. `linked`: the pair stands. `skipped`: a rule leaves the ticket out.
 * `tombstone`: the ticket is gone. `container-gone`: the container was deleted in SOAR.
 */
export type LinkState = 'pending' | 'linked' | 'skipped' | 'tombstone' | 'container-gone'

/**
 * Of several tickets of one container, the `primary` one says what its fields are; a `secondary` one is told of them and
 * adds what it has of its own: its artifacts, comments and files.
 */
export type LinkRole = 'primary' | 'secondary'

/** The pair ticket and container: one row of the ID mapping table. */
export interface Link {
  id: string
  connection: string
  ticketId: string
  ticketKey: string | null
  ticketUrl: string | null
  /** Jira project or ServiceNow table. */
  collection: string | null
  soarConnection: string
  containerId: string | null
  role: LinkRole
  /** What the container bears as its source data identifier where it was not made for this ticket; null where it was, or will be. */
  containerSdi: string | null
  /** The container that it had before it was joined to this one. */
  leftContainerId: string | null
  /** The connection's name as it stands in SOAR's source data identifiers; kept when a connection is renamed. */
  sdiPrefix: string
  tenant: string
  state: LinkState
  snapshot: TicketSnapshot
  /** Every observable ever heard, as `type:value`; the union over all receipts. */
  observables: string[]
  base: Base
  findings: LinkFindings
  /** What SOAR told of the container. */
  container: ContainerSnapshot
  /** Grows with every write of this row. */
  revision: number
  createdAt: number
  updatedAt: number
}

/** What both sides agreed on last, field by field; moves on confirmation only, to what both are seen or known to hold. */
export interface Base {
  fields: Partial<ContainerFields>
  ticketArtifactId: string | null
  ticketArtifact: { cef: JsonObject; label: string; name: string } | null
  /** What the mapping last made of the ticket, and since when (epoch milliseconds of its system's clock). */
  ticket?: Partial<Record<keyof ContainerFields, { value: Json; at: number }>>
  /** What the two said of a field when they were joined; apart for as long as neither says anything new. */
  apart?: Partial<Record<keyof ContainerFields, { ticket: Json; container: Json }>>
  /** The container that an operator took it out of: no rule joins it there again. */
  partedFrom?: string
  /** The bridge's one comment under the ticket. */
  statusCommentId?: string
}

/** It was told, or has to be presumed. */
export function isTicketDeleted({ snapshot }: Pick<Link, 'snapshot'>): boolean {
  return isDeleted(snapshot)
}
