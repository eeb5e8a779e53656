import type { DesiredContainer } from '../domain/container'
import type { Ticket } from '../domain/ticket'
import { identifyContainer } from '../mapping/source-data-identifier'
import { mustRetrigger, triggerArtifact } from '../mapping/ticket-artifact'
import type { Decided, DecideInput } from './decide'
import { type MergedFields, mergeFields } from './merge-fields'
import { planJob } from './plan-job'
import { planTicketUpdate } from './plan-ticket-update'

type Planned = Omit<Decided, 'mappingVersion'>

/** Merges what both sides changed, and plans what SOAR and the ticket must be told. Pure. */
export function planBothSides(input: DecideInput, ticket: Ticket, desired: DesiredContainer): Planned {
  const { source, link, openJobs } = input
  const { rules } = source
  const merged = mergeLink(input, ticket, desired)
  const plan = planJob({
    link: merged.link,
    desired: merged.desired,
    openJobs,
    confirmedArtifacts: input.confirmed,
    sourceDataIdentifier: identifyContainer(ticket),
    triggerFor: changed =>
      mustRetrigger(changed, rules) ? triggerArtifact(merged.desired.ticketArtifact, link.revision) : null,
  })
  const update = planTicketUpdate({ ...merged, ticket, rules, openJobs })
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
function mergeLink({ link, source, ...input }: DecideInput, ticket: Ticket, desired: DesiredContainer): MergedFields {
  if (link.containerId === null) return { link, desired, wanted: {}, decisions: [], seen: [] }
  return mergeFields({ ...input, link, ticket, desired, rules: source.rules })
}
