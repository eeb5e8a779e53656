import { emptyContainer } from '../domain/container-snapshot'
import type { Link } from '../domain/link'
import { emptySnapshot, mergeChanges, withoutMissing } from '../domain/merge-changes'
import { observableKey } from '../mapping/observable-key'
import { extractFromChanges } from '../mapping/observables'
import { hearContainer } from './hear-container'
import type { Heard } from './hear-lane'
import { createOwnTexts } from './own-texts'
import type { TicketSource } from './ticket-source'

export interface HearInput {
  source: TicketSource
  ticketId: string
  /** The link as it stands, if there is one. */
  known: Link | undefined
  heard: Pick<Heard, 'ticket' | 'soar' | 'only'>
  /** By these the bridge knows its own comments. */
  twins: Parameters<typeof createOwnTexts>[0]
  openJobs: Parameters<typeof createOwnTexts>[1]
  /** For a new link. */
  newId(): string
  now: number
}

/** The link with the news merged in: its ticket's state, its container's, and every observable that was ever named. */
export function hear(input: HearInput): Link {
  const { source, ticketId, known, heard, newId, now } = input
  const { ofReceipts, reread, talk, effective } = heard.ticket
  const link = hearContainer(known ?? newLink({ source, ticketId, id: newId(), now }), heard.soar)
  const merged = mergeChanges(link.snapshot, effective)
  const snapshot = reread === null ? merged : withoutMissing(merged)
  // Also what was overtaken by now: what was seen once stays seen.
  const changes = [...ofReceipts.flatMap(one => one.changes), ...talk, ...(reread === null ? [] : [reread])]
  const ownIds = [ticketId, snapshot.key?.value ?? ticketId]
  const found = extractFromChanges(changes, source.rules, {
    ownIds,
    isOwn: createOwnTexts(input.twins, input.openJobs),
  }).map(observableKey)
  return {
    ...link,
    snapshot,
    observables: [...new Set([...link.observables, ...found])].sort(),
    ticketKey: snapshot.key?.value ?? link.ticketKey,
    ticketUrl: snapshot.url?.value ?? link.ticketUrl,
    collection: snapshot.collection?.value ?? link.collection,
    container: { ...link.container, only: heard.only, ...(reread !== null && { isTicketStale: false }) },
    revision: link.revision + 1,
    updatedAt: now,
  }
}

function newLink({ source, ticketId, id, now }: Pick<HearInput, 'source' | 'ticketId' | 'now'> & { id: string }): Link {
  const { connection } = source.connector
  return {
    id,
    connection,
    ticketId,
    ticketKey: null,
    ticketUrl: null,
    collection: null,
    soarConnection: source.soarConnection,
    containerId: null,
    role: 'primary',
    containerSdi: null,
    leftContainerId: null,
    sdiPrefix: connection,
    tenant: source.tenant,
    state: 'pending',
    snapshot: emptySnapshot(),
    observables: [],
    base: { fields: {}, ticketArtifactId: null, ticketArtifact: null },
    findings: { latest: [], gravest: null },
    container: emptyContainer(),
    revision: 0,
    createdAt: now,
    updatedAt: now,
  }
}
