import type { ContainerFields, DesiredContainer } from '../domain/container'
import type { Observable } from '../domain/observable'
import type { Ticket } from '../domain/ticket'
import { holds } from './condition'
import { type DecidedFields, decideFields } from './container-fields'
import { decideTags } from './decide-tags'
import { artifactsOf } from './observable-to-artifact'
import type { Rules } from './rules'
import { ticketArtifact } from './ticket-artifact'
import { readTlp } from './tlp'

/** Which rule decided a field: a path in the rules file, `tlp` for a marking in the ticket, or `default`. */
export interface Decision {
  field: string
  rule: string
}

/** What the rules make of a ticket: nothing, by the rule of that name, or a container with the reasons for each field. */
export type Mapped = { skippedBy: string } | { desired: DesiredContainer; decisions: Decision[] }

export interface MapTicketInput {
  ticket: Ticket
  /** All that were ever heard of this ticket; the allow-list is applied again, since rules change. */
  observables: readonly Observable[]
  rules: Rules
  /** What the connection's configuration says where no rule does. */
  defaults: { label: string }
}

/** Translates a ticket. Pure: equal input gives equal output, whatever the time and the order of the observables. */
export function mapTicket({ ticket, observables, rules, defaults }: MapTicketInput): Mapped {
  const skip = rules.skip.find(rule => holds(rule.when, ticket))
  if (skip !== undefined) return { skippedBy: skip.name }
  const tlp = readTlp(ticket, rules.tlp)
  const decided = decideFields({ ticket, rules, tlp, defaultLabel: defaults.label })
  const desired: DesiredContainer = {
    fields: { ...valuesOf(decided), tags: decideTags(ticket, rules, tlp) },
    ticketArtifact: ticketArtifact(ticket, rules),
    ...artifactsOf(observables, ticket, rules),
  }
  const decisions = Object.entries(decided).map(([field, { rule }]) => ({ field, rule }))
  return { desired, decisions: [...decisions, { field: 'tags', rule: 'container.tags' }] }
}

function valuesOf(decided: DecidedFields): Omit<ContainerFields, 'tags'> {
  return {
    name: decided.name.value,
    description: decided.description.value,
    label: decided.label.value,
    severity: decided.severity.value,
    sensitivity: decided.sensitivity.value,
    status: decided.status.value,
    owner: decided.owner.value,
    dueTime: decided.dueTime.value,
    startTime: decided.startTime.value,
    customFields: decided.customFields.value,
  }
}
