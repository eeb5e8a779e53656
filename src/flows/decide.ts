import type { ContainerCommand, UpdateTicket } from '../domain/command'
import type { SeenFieldName } from '../domain/container-snapshot'
import type { Job } from '../domain/job'
import { isTicketDeleted, type Link, type LinkState } from '../domain/link'
import type { Decision } from '../mapping/ticket-to-container'
import type { FieldSide, FieldWrite } from '../store/field-writes'
import type { SeenWrite } from './count-flips'
import { mapLink } from './map-link'
import { planBothSides } from './plan-both-sides'
import type { LinkSource } from './ticket-source'

export interface DecideInput {
  source: LinkSource
  /** With the news merged in. */
  link: Link
  openJobs: Job[]
  /** Source data identifiers of the artifacts SOAR has confirmed. */
  confirmed: Set<string>
  /** Those of them that SOAR lost, and that are to be made again. */
  lost?: ReadonlySet<string>
  /** The container was deleted in SOAR, and policy leaves such tickets alone. */
  isGoneIgnored: boolean
  /** Last writes of the link's fields, newest first. */
  writes: readonly FieldWrite[]
  /** Fields that an operator settled. */
  settled: Readonly<Record<string, FieldSide>>
  /** Nothing but these is asked of either side now. */
  only?: readonly SeenFieldName[] | null
  now: number
}

/** What a digest comes to. */
export interface Decided {
  link: Link
  command: ContainerCommand | null
  /** What the ticket is asked for. */
  ticketUpdate: UpdateTicket | null
  supersedes: Job[]
  /** Values of fields that somebody else than the bridge brought. */
  seen: SeenWrite[]
  /** Which rule decided each field. */
  decisions: Decision[]
  /** In a word: `job`, `unchanged`, `skipped`, `tombstone`, `container-gone`. */
  decision: string
  mappingVersion: string
}

/** Maps the ticket, merges what both sides changed, and plans what SOAR and the ticket must be told. Pure: nothing is written or asked here. */
export function decide(input: DecideInput): Decided {
  const { source, link, openJobs } = input
  const { version: mappingVersion } = source.rules
  const nothing = { link, command: null, ticketUpdate: null, supersedes: [], seen: [], decisions: [], mappingVersion }
  if (!link.snapshot.wasAlive) return { ...nothing, link: inState(link, 'tombstone'), decision: 'tombstone' }
  const { ticket, mapped } = mapLink(link, source)
  if ('skippedBy' in mapped) {
    const isUnsent = link.containerId === null && openJobs.length === 0
    const decisions = [{ field: 'ticket', rule: mapped.skippedBy }]
    return { ...nothing, link: isUnsent ? inState(link, 'skipped') : link, decisions, decision: 'skipped' }
  }
  if (input.isGoneIgnored) return { ...nothing, decision: 'container-gone' }
  const planned = planBothSides(input, ticket, mapped.desired)
  return {
    ...planned,
    link: inState(planned.link, stateOf(link)),
    decisions: [...mapped.decisions, ...planned.decisions],
    mappingVersion,
  }
}

function stateOf(link: Link): LinkState {
  if (link.containerId === null) return 'pending'
  if (link.state === 'container-gone') return link.state
  return isTicketDeleted(link) ? 'tombstone' : 'linked'
}

function inState(link: Link, state: LinkState): Link {
  return { ...link, state }
}
