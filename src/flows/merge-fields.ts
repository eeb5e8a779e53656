import type { ContainerFields, DesiredContainer } from '../domain/container'
import type { Job } from '../domain/job'
import type { Json } from '../domain/json'
import type { Link } from '../domain/link'
import type { Ticket } from '../domain/ticket'
import { type FieldPolicy, policyOf } from '../mapping/field-policy'
import { type FieldMerge, mergeField } from '../mapping/merge-field'
import type { Rules } from '../mapping/rules'
import { isSameValue } from '../mapping/same-value'
import type { Decision } from '../mapping/ticket-to-container'
import type { FieldSide, FieldWrite } from '../store/field-writes'
import { isOscillating, type SeenWrite, seenWrite } from './count-flips'
import { type ExpectedSides, expectedSides, type SharedField, sharedFields } from './expected-sides'
import { ticketHolds } from './ticket-holds'

export interface MergeFieldsInput {
  /** With the news of both sides merged in. */
  link: Link
  ticket: Ticket
  /** What the mapping makes of the ticket. */
  desired: DesiredContainer
  rules: Rules
  openJobs: readonly Job[]
  /** Last writes of the link, newest first. */
  writes: readonly FieldWrite[]
  /** Fields that an operator settled, with the side whose value counts. */
  settled: Readonly<Record<string, FieldSide>>
  now: number
}

export interface MergedFields {
  /** Where both sides agree, the base has moved; fields that are held say why. */
  link: Link
  /** What SOAR should hold now. */
  desired: DesiredContainer
  /** What the ticket should hold now, in SOAR's words; only what differs. */
  wanted: Partial<Record<SharedField, Json>>
  decisions: Decision[]
  /** Values that somebody else than the bridge brought. */
  seen: SeenWrite[]
}

/**
 * Three-way merge, field by field: what was agreed last, the ticket, the container. A field that only travels to SOAR
 * is left to the mapping. Pure.
 */
export function mergeFields(input: MergeFieldsInput): MergedFields {
  const sides = expectedSides(input)
  const merged: Draft = {
    fields: { ...input.desired.fields },
    base: { ...input.link.base.fields },
    holds: {},
    wanted: {},
    decisions: [],
    seen: [],
  }
  for (const field of sharedFields) {
    const policy = policyOf(input.rules, field)
    if (policy.direction !== 'to-soar') settle(merged, field, mergeOne(input, sides, { field, policy }))
  }
  const { fields, base, holds, wanted, decisions, seen } = merged
  const { link } = input
  return {
    link: {
      ...link,
      base: { ...link.base, fields: base, ticket: sides.mapped },
      container: { ...link.container, holds },
    },
    desired: { ...input.desired, fields },
    wanted,
    decisions,
    seen,
  }
}

interface Draft extends Pick<MergedFields, 'wanted' | 'decisions' | 'seen'> {
  fields: ContainerFields
  base: Partial<ContainerFields>
  holds: Link['container']['holds']
}

interface One {
  merge: FieldMerge
  /** What is agreed once all that is on its way has arrived. */
  base: Json | undefined
  ticket: Json
  container: Json | undefined
  /** Since when it is held. */
  since: number
  seen: SeenWrite | null
}

function mergeOne(input: MergeFieldsInput, sides: ExpectedSides, of: { field: SharedField; policy: FieldPolicy }): One {
  const { link, ticket, rules, writes, now } = input
  const { field } = of
  const base = sides.base[field]
  const own = sides.ticket[field]
  const container = sides.container[field]
  // What the ticket says where it holds what the base was translated to: another word for the same thing.
  const isAtBase = base !== undefined && ticketHolds({ field, value: base, ticket, rules })
  const ticketSide = isAtBase ? { ...own, value: base } : own
  const held = link.container.holds[field]
  const known = { base, ticket: ticketSide.value, container: container?.value, since: held?.since ?? now }
  const bySettling = settledMerge(known, input.settled[field])
  if (bySettling !== null) return { ...known, merge: bySettling, seen: null }
  if (link.container.isTicketStale === true)
    return { ...known, seen: null, merge: { to: 'none', value: base ?? own.value, reason: staleTicket } }
  const { severityOrder } = rules.enrichment
  const merge = mergeField({ ...of, base, ticket: ticketSide, container: container ?? null, severityOrder })
  // The ticket holds it already, in a word of its own: that is agreed.
  if (merge.to === 'ticket' && ticketHolds({ field, value: merge.value, ticket, rules }))
    return { ...known, ticket: merge.value, seen: null, merge: { ...merge, to: 'none' } }
  const next = { ...known, field, merge, writes, now }
  const seen = seenWrite(next)
  const isLoop = isOneWay(merge) && (held?.reason === pingPong || isOscillating(next, seen))
  return isLoop ? { ...known, seen, merge: { to: 'hold', reason: pingPong } } : { ...known, merge, seen }
}

const pingPong = 'the bridge wrote it to and fro and nobody else changed it'
const staleTicket = 'the ticket was written to and is read first'

function isOneWay({ to }: FieldMerge): boolean {
  return to === 'soar' || to === 'ticket'
}

/** What an operator decided; null where there is nothing to take. */
function settledMerge({ ticket, container }: Pick<One, 'ticket' | 'container'>, take?: FieldSide): FieldMerge | null {
  if (take === undefined || container === undefined) return null
  const reason = 'settled by an operator'
  return take === 'ticket' ? { to: 'soar', value: ticket, reason } : { to: 'ticket', value: container, reason }
}

function settle(draft: Draft, field: SharedField, { merge, base, ticket, container, since, seen }: One): void {
  if (seen !== null) draft.seen.push(seen)
  const set = (to: Partial<ContainerFields>, value: Json | undefined) => {
    if (value !== undefined) Object.assign(to, { [field]: value })
  }
  // What is not asked of SOAR stays as it was agreed.
  if (merge.to !== 'soar' && merge.to !== 'both') set(draft.fields, base)
  if (merge.to === 'hold') {
    draft.holds[field] = { reason: merge.reason, since }
    draft.decisions.push({ field, rule: `hold: ${merge.reason}` })
    return
  }
  if (merge.to === 'none') {
    // What both are seen to hold is agreed, whoever wrote it.
    if (container !== undefined && isSameValue(field, ticket, container)) set(draft.base, container)
    return
  }
  if (merge.to !== 'ticket') set(draft.fields, merge.value)
  if (merge.to !== 'soar') draft.wanted[field] = merge.value
  draft.decisions.push({ field, rule: `to ${merge.to}: ${merge.reason}` })
}
