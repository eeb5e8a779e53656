import type { JsonObject } from './json'

export const auditActions = [
  'user.created',
  'user.changed',
  'key.created',
  'key.changed',
  'key.rotated',
  'key.revoked',
  'job.replayed',
  'job.discarded',
  'field.settled',
  'link.reconciled',
  'link.joined',
  'link.parted',
  'backfill.started',
  'access.denied',
] as const
export type AuditAction = (typeof auditActions)[number]

/** What is written down of a change, or of somebody who was denied; never a password or a key. */
export interface AuditEntry {
  /** Whose chain it belongs to: the tenant of what was changed, or of who was denied. */
  tenant: string
  /** Id of a user or key, `command line`, or `nobody`. */
  caller: string
  action: AuditAction
  /** Id of what was changed; the route that was denied. */
  subject: string
  detail: JsonObject
}
