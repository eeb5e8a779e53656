import type { ContainerCommand } from '../domain/command'
import type { Job } from '../domain/job'
import type { Link, LinkState } from '../domain/link'
import { identifyContainer } from '../mapping/source-data-identifier'
import { mustRetrigger, triggerArtifact } from '../mapping/ticket-artifact'
import type { Decision } from '../mapping/ticket-to-container'
import { mapLink } from './map-link'
import { planJob } from './plan-job'
import type { LinkSource } from './ticket-source'

export interface DecideInput {
  source: LinkSource
  /** With the news merged in. */
  link: Link
  openJobs: Job[]
  /** Source data identifiers of the artifacts SOAR has confirmed. */
  confirmed: Set<string>
  /** The container was deleted in SOAR, and policy leaves such tickets alone. */
  isGoneIgnored: boolean
}

/** What a digest comes to. */
export interface Decided {
  link: Link
  command: ContainerCommand | null
  supersedes: Job[]
  /** Which rule decided each field. */
  decisions: Decision[]
  /** In a word: `job`, `unchanged`, `skipped`, `tombstone`, `container-gone`. */
  decision: string
  mappingVersion: string
}

/** Maps the ticket and plans what SOAR must be told. Pure: nothing is written or asked here. */
export function decide(input: DecideInput): Decided {
  const { source, link, openJobs } = input
  const nothing = { link, command: null, supersedes: [], decisions: [], mappingVersion: source.rules.version }
  if (!link.snapshot.wasAlive) return { ...nothing, link: inState(link, 'tombstone'), decision: 'tombstone' }
  const { ticket, mapped } = mapLink(link, source)
  if ('skippedBy' in mapped) {
    const isUnsent = link.containerId === null && openJobs.length === 0
    const decisions = [{ field: 'ticket', rule: mapped.skippedBy }]
    return { ...nothing, link: isUnsent ? inState(link, 'skipped') : link, decisions, decision: 'skipped' }
  }
  if (input.isGoneIgnored) return { ...nothing, decision: 'container-gone' }
  const plan = planJob({
    link,
    desired: mapped.desired,
    openJobs,
    confirmedArtifacts: input.confirmed,
    sourceDataIdentifier: identifyContainer(ticket),
    triggerFor: changed =>
      mustRetrigger(changed, source.rules) ? triggerArtifact(mapped.desired.ticketArtifact, link.revision) : null,
  })
  const decision = plan.command === null ? 'unchanged' : 'job'
  return { ...nothing, ...plan, link: inState(link, stateOf(link)), decisions: mapped.decisions, decision }
}

function stateOf({ containerId, state, snapshot }: Link): LinkState {
  if (containerId === null) return 'pending'
  if (state === 'container-gone') return state
  return snapshot.deletedAt === undefined ? 'linked' : 'tombstone'
}

function inState(link: Link, state: LinkState): Link {
  return { ...link, state }
}
