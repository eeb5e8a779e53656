import type { ContainerFields, DesiredContainer } from '../domain/container'
import type { Json } from '../domain/json'
import type { Link } from '../domain/link'
import { policyOf } from '../mapping/field-policy'
import { isSameValue } from '../mapping/same-value'
import type { Decision } from '../mapping/ticket-to-container'
import type { SeenWrite } from './count-flips'
import { expectedSides, type SharedField, sharedFields } from './expected-sides'
import { type FieldsToMerge, type MergedField, mergeOneField } from './merge-one-field'

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
export function mergeFields(input: FieldsToMerge): MergedFields {
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
    const policy = policyOf(input.source.rules, field)
    if (policy.direction !== 'to-soar') settle(merged, field, mergeOneField(input, sides, { field, policy }))
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

function settle(draft: Draft, field: SharedField, { merge, base, ticket, container, since, seen }: MergedField): void {
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
