import type { Audience } from '../domain/command'
import type { SeenFieldName } from '../domain/container-snapshot'
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

export function policyOf(rules: Rules, field: SyncedField): FieldPolicy {
  return rules.fields[field]
}
