import type { ContainerFields, DesiredContainer } from '../domain/container'
import type { Json } from '../domain/json'
import type { Link } from '../domain/link'
import { policyOf } from '../mapping/field-policy'
import { isSameValue, tagsOf } from '../mapping/same-value'
import type { Decision } from '../mapping/ticket-to-container'
import type { SeenWrite } from './count-flips'
import { type ExpectedSides, expectedSides, type SharedField, sharedFields } from './expected-sides'
import { leaveFields, stillApart } from './keep-apart'
import { type FieldsToMerge, type MergedField, mergeOneField } from './merge-one-field'

export interface MergedFields {
  /** Where both sides agree, the base has moved; fields that are held say why. */
  link: Link
  /** What SOAR should hold now. */
  desired: DesiredContainer
  /** What the ticket should hold now, in SOAR's words; only what differs. */
  wanted: Partial<Record<SharedField, Json>>
  /** What SOAR holds of the fields that were merged, for what was decided. */
  expects: Partial<Record<SharedField, Json>>
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
    expects: {},
    decisions: [],
    seen: [],
  }
  for (const field of sharedFields) {
    const policy = policyOf(input.source.rules, field, input.link.role)
    if (policy.direction === 'to-soar') continue
    const seenValue = input.link.container.fields[field]?.value
    if (seenValue !== undefined) merged.expects[field] = seenValue
    const isSeen = isSeenOnBothSides(field, sides, input.link)
    settle(merged, field, { ...mergeOneField(input, sides, { field, policy }), isSeen, asked: sides.asked[field] })
  }
  const { fields, base, holds, wanted, expects, decisions, seen } = merged
  const { link } = input
  const result: MergedFields = {
    link: {
      ...link,
      base: { ...stillApart(link, sides.mapped), fields: base, ticket: sides.mapped },
      container: { ...link.container, holds },
    },
    desired: { ...input.desired, fields },
    wanted,
    expects,
    decisions,
    seen,
  }
  return link.role === 'secondary' ? leaveFields(result, input.desired) : result
}

interface Draft extends Pick<MergedFields, 'wanted' | 'expects' | 'decisions' | 'seen'> {
  fields: ContainerFields
  base: Partial<ContainerFields>
  holds: Link['container']['holds']
}

/** Neither side is taken for what is still on its way to it, which may never arrive. */
function isSeenOnBothSides(field: SharedField, { mapped, ticket, container }: ExpectedSides, link: Link): boolean {
  const [expected, known] = [container[field], link.container.fields[field]]
  if (expected === undefined || known === undefined) return false
  return isSameValue(field, mapped[field].value, ticket[field].value) && isSameValue(field, known.value, expected.value)
}

interface SettledField extends MergedField {
  isSeen: boolean
  asked: Json | undefined
}

function settle(draft: Draft, field: SharedField, merged: SettledField): void {
  const { merge, asked, ticket, container, since, seen, isSeen } = merged
  if (seen !== null) draft.seen.push(seen)
  const set = (to: Partial<ContainerFields>, value: Json | undefined) => {
    if (value !== undefined) Object.assign(to, { [field]: value })
  }
  // What is not asked of SOAR stays as it was asked last.
  if (merge.to !== 'soar' && merge.to !== 'both') set(draft.fields, asked)
  if (merge.to === 'hold') {
    draft.holds[field] = { reason: merge.reason, since }
    draft.decisions.push({ field, rule: `hold: ${merge.reason}` })
    return
  }
  if (merge.to === 'none') {
    // What both are seen to hold is agreed, whoever wrote it, and asked of nobody.
    if (isSeen && container !== undefined && isSameValue(field, ticket, container)) {
      set(draft.base, container)
      set(draft.fields, container)
    }
    return
  }
  if (merge.to !== 'ticket')
    set(draft.fields, field === 'tags' && merge.to === 'both' ? newsToSoar(merged, merge.value) : merge.value)
  if (merge.to !== 'soar') draft.wanted[field] = merge.value
  draft.decisions.push({ field, rule: `to ${merge.to}: ${merge.reason}` })
}

/** Only what SOAR does not know: once it confirms, that is agreed, while the ticket may not have been told the rest yet. */
function newsToSoar({ asked, container }: SettledField, value: Json): string[] {
  const [known, here, wanted] = [tagsOf(asked), tagsOf(container), tagsOf(value)]
  const kept = known.filter(tag => wanted.includes(tag) || !here.includes(tag))
  return tagsOf([...kept, ...wanted.filter(tag => !here.includes(tag))])
}
