import type { SoarCommand } from '../domain/command'
import type { NewId } from '../domain/ids'
import type { Job } from '../domain/job'
import type { Link, LinkState } from '../domain/link'
import { emptySnapshot, mergeChanges, ticketOf } from '../domain/merge-changes'
import type { Ticket } from '../domain/ticket'
import { observableKey, parseObservableKey } from '../mapping/observable-key'
import { extractFromChanges } from '../mapping/observables'
import { identifyContainer } from '../mapping/source-data-identifier'
import { mustRetrigger, triggerArtifact } from '../mapping/ticket-artifact'
import { type Decision, mapTicket } from '../mapping/ticket-to-container'
import { planJob } from './plan-job'
import type { HeardChanges } from './read-changes'
import type { TicketSource } from './ticket-to-soar'

export interface DecideInput {
  source: TicketSource
  ticketId: string
  known: Link | undefined
  heard: HeardChanges
  openJobs: Job[]
  /** Source data identifiers of the artifacts SOAR has confirmed. */
  confirmed: Set<string>
  newId: NewId
  now: number
  /** The container was deleted in SOAR, and policy leaves such tickets alone. */
  isGoneIgnored?: boolean
}

/** What a digest comes to. */
export interface Decided {
  link: Link
  command: SoarCommand | null
  supersedes: Job[]
  /** Which rule decided each field. */
  decisions: Decision[]
  /** In a word: `job`, `unchanged`, `skipped`, `tombstone`, `container-gone`. */
  decision: string
  mappingVersion: string
}

/** Merges what was heard into the link and plans what SOAR must be told. Pure: nothing is written or asked here. */
export function decide(input: DecideInput): Decided {
  const { source, heard, openJobs } = input
  const link = hear(input)
  // The prefix stands for the connection, also after a rename: it is part of every identifier in SOAR.
  const ticket = ticketOf(link.snapshot, {
    connection: link.sdiPrefix,
    id: link.ticketId,
    system: source.connector.system,
    fallbackUrl: link.ticketUrl ?? '',
  })
  const nothing = { link, command: null, supersedes: [], decisions: [], mappingVersion: source.rules.version }
  const everything = [...heard.ofReceipts.flatMap(one => one.changes), ...(heard.reread === null ? [] : [heard.reread])]
  const found = extractFromChanges(everything, source.rules, { ownIds: [link.ticketId, ticket.key] })
  link.observables = [...new Set([...link.observables, ...found.map(observableKey)])].sort()
  if (!link.snapshot.wasAlive) return { ...nothing, link: inState(link, 'tombstone'), decision: 'tombstone' }
  const mapped = mapTicket({
    ticket,
    observables: link.observables.flatMap(key => parseObservableKey(key) ?? []),
    rules: source.rules,
    defaults: { label: source.label },
  })
  if ('skippedBy' in mapped && link.containerId === null && openJobs.length === 0) {
    const decisions = [{ field: 'ticket', rule: mapped.skippedBy }]
    return { ...nothing, link: inState(link, 'skipped'), decisions, decision: 'skipped' }
  }
  if ('skippedBy' in mapped)
    return { ...nothing, decisions: [{ field: 'ticket', rule: mapped.skippedBy }], decision: 'skipped' }
  if (input.isGoneIgnored === true) return { ...nothing, decision: 'container-gone' }
  const plan = planJob({
    link,
    desired: mapped.desired,
    openJobs,
    confirmedArtifacts: input.confirmed,
    sourceDataIdentifier: identifyContainer(ticket),
    triggerFor: changed =>
      mustRetrigger(changed, source.rules) ? triggerArtifact(mapped.desired.ticketArtifact, link.revision) : null,
  })
  return {
    link: inState(link, link.containerId === null ? 'pending' : stateOf(link, ticket)),
    ...plan,
    decisions: mapped.decisions,
    decision: plan.command === null ? 'unchanged' : 'job',
    mappingVersion: source.rules.version,
  }
}

function stateOf(link: Link, ticket: Ticket): LinkState {
  if (link.state === 'container-gone') return link.state
  return ticket.deleted ? 'tombstone' : 'linked'
}

function inState(link: Link, state: LinkState): Link {
  return { ...link, state }
}

/** The link with the news merged in. */
function hear({ source, ticketId, known, heard, newId, now }: DecideInput): Link {
  const link = known ?? newLink({ source, ticketId, id: newId(), now })
  const snapshot = mergeChanges(link.snapshot, heard.effective)
  return {
    ...link,
    snapshot,
    ticketKey: snapshot.key?.value ?? link.ticketKey,
    ticketUrl: snapshot.url?.value ?? link.ticketUrl,
    collection: snapshot.collection?.value ?? link.collection,
    revision: link.revision + 1,
    updatedAt: now,
  }
}

function newLink({
  source,
  ticketId,
  id,
  now,
}: {
  source: TicketSource
  ticketId: string
  id: string
  now: number
}): Link {
  const connection = source.connector.connection
  return {
    id,
    connection,
    ticketId,
    ticketKey: null,
    ticketUrl: null,
    collection: null,
    soarConnection: source.soarConnection,
    containerId: null,
    sdiPrefix: connection,
    tenant: source.tenant,
    state: 'pending',
    snapshot: emptySnapshot(),
    observables: [],
    base: { fields: {}, ticketArtifactId: null, ticketArtifact: null },
    revision: 0,
    createdAt: now,
    updatedAt: now,
  }
}
