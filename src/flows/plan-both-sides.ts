import type { DesiredContainer } from '../domain/container'
import type { Ticket } from '../domain/ticket'
import { closedStatuses, isClosedStatus } from '../mapping/closed-statuses'
import type { Rules } from '../mapping/rules'
import { identifyContainer } from '../mapping/source-data-identifier'
import { mustRetrigger, triggerArtifact } from '../mapping/ticket-artifact'
import type { Decided, DecideInput } from './decide'
import { type MergedFields, mergeFields } from './merge-fields'
import { canLeaveOut, onlyFields } from './only-fields'
import { planJob } from './plan-job'
import { planTicketUpdate } from './plan-ticket-update'

type Planned = Omit<Decided, 'mappingVersion'>

/** Merges what both sides changed, and plans what SOAR and the ticket must be told. Pure. */
export function planBothSides(input: DecideInput, ticket: Ticket, desired: DesiredContainer): Planned {
  const { source, link, openJobs } = input
  const { rules, heldBack } = source
  const wanted = unlessReopened(link, ticket.deleted ? afterDeletion(desired, rules) : desired, rules)
  const merged = mergeLink(input, ticket, wanted)
  const plan = planJob({
    link: merged.link,
    desired: merged.desired,
    expects: merged.expects,
    openJobs,
    confirmedArtifacts: input.confirmed,
    sourceDataIdentifier: identifyContainer(ticket),
    triggerFor: changed =>
      mustRetrigger(changed, rules) ? triggerArtifact(merged.desired.ticketArtifact, link.revision) : null,
  })
  const update = planTicketUpdate({ ...merged, ticket, source, ...(heldBack && { heldBack }), openJobs })
  const isAsked = plan.command !== null || update.command !== null
  return {
    link: merged.link,
    command: plan.command,
    ticketUpdate: update.command,
    supersedes: [...plan.supersedes, ...update.supersedes],
    seen: merged.seen,
    decisions: [...merged.decisions, ...update.decisions],
    decision: isAsked ? 'job' : 'unchanged',
  }
}

/** The mapping tags the container of a ticket that is gone; the rules may ask for more, or for less. */
function afterDeletion(desired: DesiredContainer, rules: Rules): DesiredContainer {
  const { fields } = desired
  const { deleted } = rules
  if (deleted === 'close') return { ...desired, fields: { ...fields, status: closedStatuses(rules)[0] } }
  if (deleted === 'tag') return desired
  return { ...desired, fields: { ...fields, tags: fields.tags.filter(tag => tag !== 'ticket-deleted') } }
}

/** A container that ticket and SOAR agreed to be closed stays so where the rules say it. */
function unlessReopened({ base }: DecideInput['link'], desired: DesiredContainer, rules: Rules): DesiredContainer {
  const { fields } = desired
  const { status } = base.fields
  const isReopened = status !== undefined && isClosedStatus(status, rules) && !isClosedStatus(fields.status, rules)
  return rules.reopen === 'ignore' && isReopened ? { ...desired, fields: { ...fields, status } } : desired
}

/** Without a container there is one side only. */
function mergeLink(input: DecideInput, ticket: Ticket, desired: DesiredContainer): MergedFields {
  const { link, only, openJobs } = input
  if (link.containerId === null) return { link, desired, wanted: {}, expects: {}, decisions: [], seen: [] }
  const merged = mergeFields({ ...input, ticket, desired })
  return only && canLeaveOut(openJobs) ? onlyFields(merged, link, only) : merged
}
