import type { Artifact } from '../domain/container'
import type { Ticket } from '../domain/ticket'
import { cutText } from './cut-text'
import type { Rules } from './rules'
import { identifyTicketArtifact } from './source-data-identifier'
import { renderEach } from './template'

const kinds = { jira: 'Ticket', servicenow: 'Ticket', soar: 'Container', results: 'Results about' } as const

/** The artifact that stands for the ticket itself; what the ticket leaves empty is left out. */
export function ticketArtifact(ticket: Ticket, rules: Rules): Artifact {
  const cef = renderEach(rules.ticketArtifact.cef, ticket)
  const types = Object.entries(rules.ticketArtifact.cefTypes).filter(([key]) => Object.hasOwn(cef, key))
  return {
    sourceDataIdentifier: identifyTicketArtifact(ticket),
    name: cutText(`${kinds[ticket.system]} ${ticket.key}`, 255),
    label: rules.ticketArtifact.label,
    tags: [],
    cef,
    cefTypes: Object.fromEntries(types.map(([key, contains]) => [key, [...contains]])),
  }
}

/**
 * The artifact that starts the playbooks once more. It differs in its content too, since SOAR may hold equal content
 * for the same artifact (facts/soar.md section 6).
 */
export function triggerArtifact(artifact: Artifact, revision: number): Artifact {
  return {
    ...artifact,
    sourceDataIdentifier: `${artifact.sourceDataIdentifier}:r${revision}`,
    name: cutText(`${artifact.name} r${revision}`, 255),
    cef: { ...artifact.cef, ticketRevision: String(revision) },
  }
}

/** Whether the rules ask to start the playbooks again; `changed` are names of container fields, `observables`, `cef.<key>`. */
export function mustRetrigger(changed: readonly string[], rules: Rules): boolean {
  return rules.retrigger.when.some(name => changed.includes(name))
}
