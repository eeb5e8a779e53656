import type { Audience } from '../domain/command'
import type { SeenFieldName } from '../domain/container-snapshot'
import type { LinkRole } from '../domain/link'
import type { Rules } from './rules'

/** Fields that container and ticket both have. */
export type SyncedField = SeenFieldName

/** Where changes of a field go, and which counts where both sides changed it. */
export interface FieldPolicy {
  /** `once`: from the ticket, before the two ever agreed. */
  direction: 'to-soar' | 'to-ticket' | 'both' | 'once' | 'none'
  conflict: 'owner' | 'latest' | 'max-severity' | 'union' | 'append' | 'hold'
  /** Whose value counts under `owner`, and where nothing else decides. */
  owner: 'ticket' | 'soar'
  /** Who reads the field of the ticket. */
  audience: Audience
}

/**
 * By the rules. A ticket that shares the container of another one is told of it only, since one ticket says what its fields
 * are; its labels are its own.
 */
export function policyOf(rules: Rules, field: SyncedField, role: LinkRole = 'primary'): FieldPolicy {
  const policy = rules.fields[field]
  if (role === 'primary') return policy
  const { direction } = policy
  const isTold = field !== 'tags' && (direction === 'both' || direction === 'to-ticket')
  return { ...policy, direction: isTold ? 'to-ticket' : 'none' }
}
