import type { DesiredContainer } from '../domain/container'
import type { Ticket } from '../domain/ticket'
import { containerSdiOf } from '../mapping/source-data-identifier'
import { mustRetrigger, triggerArtifact } from '../mapping/ticket-artifact'
import type { Decided, DecideInput } from './decide'
import { type MergedFields, mergeFields } from './merge-fields'
import { canLeaveOut, onlyFields } from './only-fields'
import { planJob } from './plan-job'
import { planTicketUpdate } from './plan-ticket-update'
import { afterDeletion, unlessReopened } from './ticket-turns'

type Planned = Omit<Decided, 'mappingVersion'>

/** Merges what both sides changed, and plans what SOAR and the ticket must be told. Pure. */
export function planBothSides(input: DecideInput, ticket: Ticket, desired: DesiredContainer): Planned {
  const { source, link, openJobs } = input
  const { rules } = source
  const wanted = unlessReopened(link, ticket.deleted ? afterDeletion(desired, rules) : desired, rules)
  const merged = mergeLink(input, ticket, wanted)
  const plan = planJob({
    link: merged.link,
    desired: merged.desired,
    expects: merged.expects,
    openJobs,
    confirmedArtifacts: input.confirmed,
    ...(input.lost && { lostArtifacts: input.lost }),
    sourceDataIdentifier: containerSdiOf(link),
    triggerFor: changed =>
      mustRetrigger(changed, rules) ? triggerArtifact(merged.desired.ticketArtifact, link.revision) : null,
  })
  const update = planTicketUpdate({ ...merged, ticket, source, openJobs })
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

/** Without a container there is one side only. */
function mergeLink(input: DecideInput, ticket: Ticket, desired: DesiredContainer): MergedFields {
  const { link, only, openJobs } = input
  if (link.containerId === null) return { link, desired, wanted: {}, expects: {}, decisions: [], seen: [] }
  const merged = mergeFields({ ...input, ticket, desired })
  return only && canLeaveOut(openJobs) ? onlyFields(merged, link, only) : merged
}
