import type { Json } from '../domain/json'
import type { FieldPolicy, SyncedField } from './field-policy'
import { isSameValue, tagsOf } from './same-value'

/** What one side says, in SOAR's words. */
export interface Side {
  value: Json
  /** Epoch milliseconds of its last change there. */
  at: number
}

/**
 * Who is to be told what; `reason` is for people. Once it is done, or where there is nothing to do, `value` is the base
 * from then on.
 */
export type FieldMerge =
  | { to: 'none' | 'soar' | 'ticket' | 'both'; value: Json; reason: string }
  | { to: 'hold'; reason: string }

export interface FieldToMerge {
  field: SyncedField
  policy: FieldPolicy
  /** What the two last agreed on; undefined before they ever did. */
  base: Json | undefined
  ticket: Side
  /** Null where SOAR was not heard yet. */
  container: Side | null
  /** Mildest first. */
  severityOrder: readonly string[]
}

type Conflicting = FieldToMerge & { container: Side }

/**
 * Three-way merge of one field. A side moved where it differs from the base. Where the direction does not let a change
 * through, the change stays where it is until the other side says something new; it is never put back.
 */
export function mergeField(input: FieldToMerge): FieldMerge {
  const { policy, base, ticket } = input
  const kept = base ?? ticket.value
  if (policy.direction === 'none') return { to: 'none', value: kept, reason: 'this field is not synced' }
  if (policy.direction === 'once' && base !== undefined)
    return { to: 'none', value: kept, reason: 'this field goes to SOAR once' }
  if (policy.direction === 'to-ticket') return mergeToTicket(input)
  if (input.container === null || policy.direction !== 'both') return mergeToSoar(input)
  return input.field === 'tags'
    ? mergeTags({ ...input, container: input.container })
    : mergeBoth({ ...input, container: input.container })
}

/** What SOAR's people did to the field stays until the ticket says something new. */
function mergeToSoar({ field, base, ticket, container }: FieldToMerge): FieldMerge {
  const { value } = ticket
  const isThere = field !== 'tags' && container !== null && isSameValue(field, value, container.value)
  if (isThere) return { to: 'none', value, reason: 'both sides say the same' }
  if (base !== undefined && isSameValue(field, value, base))
    return { to: 'none', value: base, reason: 'the ticket says nothing new' }
  return { to: 'soar', value, reason: 'the ticket changed' }
}

function mergeToTicket({ field, base, ticket, container }: FieldToMerge): FieldMerge {
  if (container === null) return { to: 'none', value: base ?? ticket.value, reason: 'SOAR was not heard yet' }
  const { value } = container
  if (field !== 'tags' && isSameValue(field, value, ticket.value))
    return { to: 'none', value, reason: 'both sides say the same' }
  if (base !== undefined && isSameValue(field, value, base))
    return { to: 'none', value: base, reason: 'SOAR says nothing new' }
  return { to: 'ticket', value, reason: 'SOAR changed' }
}

function mergeBoth(input: Conflicting): FieldMerge {
  const { field, base, ticket, container } = input
  if (isSameValue(field, ticket.value, container.value))
    return { to: 'none', value: ticket.value, reason: 'both sides say the same' }
  if (base !== undefined && isSameValue(field, container.value, base))
    return { to: 'soar', value: ticket.value, reason: 'only the ticket changed' }
  if (base !== undefined && isSameValue(field, ticket.value, base))
    return { to: 'ticket', value: container.value, reason: 'only SOAR changed' }
  return settleConflict(input)
}

/** A tag is there or not, so that two sides that both moved it agree: tags know no conflict. */
function mergeTags({ base, ticket, container }: Conflicting): FieldMerge {
  const [known, there, here] = [tagsOf(base), tagsOf(ticket.value), tagsOf(container.value)]
  const isKept = (tag: string) => (known.includes(tag) ? there.includes(tag) && here.includes(tag) : true)
  const value = tagsOf([...there, ...here]).filter(isKept)
  const isNewsTo = (side: string[]) => !isSameValue('tags', value, side)
  if (isNewsTo(here) && isNewsTo(there)) return { to: 'both', value, reason: 'both sides changed tags' }
  if (isNewsTo(here)) return { to: 'soar', value, reason: 'the ticket changed tags' }
  if (isNewsTo(there)) return { to: 'ticket', value, reason: 'SOAR changed tags' }
  return { to: 'none', value, reason: 'both sides say the same' }
}

function settleConflict(input: Conflicting): FieldMerge {
  const { policy, ticket, container } = input
  if (policy.conflict === 'hold') return { to: 'hold', reason: 'both sides changed, and the rules leave it to people' }
  if (policy.conflict === 'append' && input.field === 'description') return appendTexts(input)
  const { side, reason } = winnerOf(input)
  return side === 'ticket'
    ? { to: 'soar', value: ticket.value, reason: `both sides changed: ${reason}` }
    : { to: 'ticket', value: container.value, reason: `both sides changed: ${reason}` }
}

function winnerOf(input: Conflicting): { side: FieldPolicy['owner']; reason: string } {
  const { policy, ticket, container, severityOrder } = input
  if (policy.conflict === 'latest' && ticket.at !== container.at)
    return { side: ticket.at > container.at ? 'ticket' : 'soar', reason: 'the later change counts' }
  const [there, here] = [ticket.value, container.value].map(value => rankOf(value, severityOrder))
  // A severity that stands nowhere in the order can be compared with none.
  if (policy.conflict === 'max-severity' && there !== here && there !== -1 && here !== -1)
    return { side: Number(there) > Number(here) ? 'ticket' : 'soar', reason: 'the graver severity counts' }
  return {
    side: policy.owner,
    reason: policy.owner === 'ticket' ? 'the ticket owns this field' : 'SOAR owns this field',
  }
}

function rankOf(value: Json, order: readonly string[]): number {
  return order.findIndex(word => word.toLowerCase() === String(value).toLowerCase())
}

/** What both had before stands once; then what the ticket added, then what SOAR added. */
function appendTexts({ base, ticket, container }: Conflicting): FieldMerge {
  const [there, here] = [String(ticket.value ?? ''), String(container.value ?? '')]
  const reason = 'both sides changed: one text after the other'
  if (there.includes(here)) return { to: 'soar', value: there, reason }
  if (here.includes(there)) return { to: 'ticket', value: here, reason }
  const start = typeof base === 'string' && base !== '' && here.startsWith(base) ? base.length : 0
  return { to: 'both', value: `${there}\n\n${here.slice(start).trim()}`, reason }
}
