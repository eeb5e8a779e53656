import type { DesiredContainer } from '../domain/container'
import type { Link } from '../domain/link'
import { closedStatuses, isClosedStatus } from '../mapping/closed-statuses'
import type { Rules } from '../mapping/rules'

/** The mapping tags the container of a ticket that is gone; the rules may ask for more, or for less. */
export function afterDeletion(desired: DesiredContainer, rules: Rules): DesiredContainer {
  const { fields } = desired
  const { deleted } = rules
  if (deleted === 'close') return { ...desired, fields: { ...fields, status: closedStatuses(rules)[0] } }
  if (deleted === 'tag') return desired
  return { ...desired, fields: { ...fields, tags: fields.tags.filter(tag => tag !== 'ticket-deleted') } }
}

/** A container that ticket and SOAR agreed to be closed stays so where the rules say it. */
export function unlessReopened(
  { base }: Pick<Link, 'base'>,
  desired: DesiredContainer,
  rules: Rules,
): DesiredContainer {
  const { fields } = desired
  const { status } = base.fields
  const isReopened = status !== undefined && isClosedStatus(status, rules) && !isClosedStatus(fields.status, rules)
  return rules.reopen === 'ignore' && isReopened ? { ...desired, fields: { ...fields, status } } : desired
}
