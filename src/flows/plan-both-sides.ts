import type { DesiredContainer } from '../domain/container'
import type { Ticket } from '../domain/ticket'
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
  const merged = mergeLink(input, ticket, ticket.deleted ? afterDeletion(desired, rules) : desired)
  const plan = planJob({
    link: merged.link,
    desired: merged.desired,
    openJobs,
    confirmedArtifacts: input.confirmed,
    sourceDataIdentifier: identifyContainer(ticket),
    triggerFor: changed =>
      mustRetrigger(changed, rules) ? triggerArtifact(merged.desired.ticketArtifact, link.revision) : null,
  })
  const update = planTicketUpdate({ ...merged, ticket, rules, ...(heldBack && { heldBack }), openJobs })
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
function afterDeletion(desired: DesiredContainer, { deleted }: Rules): DesiredContainer {
  const { fields } = desired
  if (deleted === 'close') return { ...desired, fields: { ...fields, status: 'closed' } }
  if (deleted === 'tag') return desired
  return { ...desired, fields: { ...fields, tags: fields.tags.filter(tag => tag !== 'ticket-deleted') } }
}

/** Without a container there is one side only. */
function mergeLink(input: DecideInput, ticket: Ticket, desired: DesiredContainer): MergedFields {
  const { link, only, openJobs } = input
  if (link.containerId === null) return { link, desired, wanted: {}, decisions: [], seen: [] }
  const merged = mergeFields({ ...input, ticket, desired })
  return only && canLeaveOut(openJobs) ? onlyFields(merged, link, only) : merged
}
