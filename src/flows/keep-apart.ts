import type { ContainerFields, DesiredContainer } from '../domain/container'
import type { Json } from '../domain/json'
import type { Base, Link } from '../domain/link'
import { isSameValue } from '../mapping/same-value'
import { stricterSensitivity } from '../mapping/stricter-sensitivity'
import { type ExpectedSides, type SharedField, sharedFields } from './expected-sides'
import type { MergedFields } from './merge-fields'

/** Both sides still say what they said when they were joined, each its own. */
export function isApart({ base }: Pick<Link, 'base'>, field: SharedField, ticket: Json): boolean {
  const [start, agreed] = [base.apart?.[field], base.fields[field]]
  if (start === undefined || agreed === undefined) return false
  return isSameValue(field, start.ticket, ticket) && isSameValue(field, start.container, agreed)
}

/** The base without the fields of which one side said something since: they are merged as ever, for good. */
export function stillApart({ base }: Pick<Link, 'base'>, mapped: ExpectedSides['mapped']): Base {
  const { apart, ...others } = base
  if (apart === undefined) return base
  const kept = sharedFields.filter(field => isApart({ base }, field, mapped[field].value))
  return kept.length === 0 ? others : { ...others, apart: Object.fromEntries(kept.map(field => [field, apart[field]])) }
}

/** A ticket that shares another one's container asks nothing of its fields, but that it is as strict as the ticket is. */
export function leaveFields(merged: MergedFields, own: DesiredContainer): MergedFields {
  const agreed: ContainerFields = { ...own.fields, ...merged.link.base.fields }
  const sensitivity = stricterSensitivity(agreed.sensitivity, own.fields.sensitivity)
  return { ...merged, desired: { ...merged.desired, fields: { ...agreed, sensitivity } } }
}
