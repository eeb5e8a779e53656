import type { ContainerChange } from '../domain/container-change'
import type { Link } from '../domain/link'
import { laneOf } from '../domain/receipt'
import { isMadeBy } from '../mapping/source-data-identifier'
import type { Database } from '../store/database'
import { hasLink } from '../store/links'
import { hasPending } from '../store/receipts'

/** A ticket connection whose tickets are the containers of one SOAR, for another one. */
export interface Share {
  /** Its own name. */
  connection: string
  /** Name of the SOAR connection whose containers are shared. */
  from: string
  /** Name of the SOAR connection that gets them. */
  soarConnection: string
  /** What a container holds beside its fields, when it is shared for the first time. */
  readContent(containerId: string): Promise<ContainerChange[]>
}

export interface SharedChange {
  change: ContainerChange
  /** Name of the share. */
  connection: string
}

export interface PolledChanges {
  soarConnection: string
  changes: readonly ContainerChange[]
  linksOf(containerId: string): readonly Pick<Link, 'connection'>[]
}

/**
 * What of a poll concerns containers that are shared elsewhere. A copy is never shared on, neither back nor further: each
 * container has one home, so that nothing goes round. A container is shared once its record itself was told, with all that
 * it holds by then. Raises what reading that raises.
 */
export async function shareChanges(
  { db, shares }: { db: Pick<Database, 'read'>; shares: readonly Share[] },
  polled: PolledChanges,
): Promise<SharedChange[]> {
  const own = shares.filter(({ from }) => from === polled.soarConnection)
  if (own.length === 0) return []
  const names = shares.map(({ connection }) => connection)
  const shared: SharedChange[] = []
  for (const [containerId, changes] of byContainer(polled.changes)) {
    if (isCopy({ links: polled.linksOf(containerId), changes }, names)) continue
    for (const share of own) {
      const told = await changesFor(db, share, { containerId, changes })
      shared.push(...told.map(change => ({ change, connection: share.connection })))
    }
  }
  return shared
}

/** Whether one of these shares made the container. */
export function isCopy(
  { links, changes }: { links: readonly Pick<Link, 'connection'>[]; changes: readonly ContainerChange[] },
  shares: readonly string[],
): boolean {
  return (
    links.some(({ connection }) => shares.includes(connection)) ||
    changes.some(change => isMadeBy(makerIn(change), shares))
  )
}

/** Whether the share heard of the container before. */
export async function isKnown(
  { read }: Pick<Database, 'read'>,
  { connection, soarConnection }: Pick<Share, 'connection' | 'soarConnection'>,
  containerId: string,
): Promise<boolean> {
  return (
    (await hasLink(read, { connection, ticketId: containerId, soarConnection })) ||
    (await hasPending(read, laneOf(connection, containerId)))
  )
}

function byContainer(changes: readonly ContainerChange[]): Map<string, ContainerChange[]> {
  const grouped = new Map<string, ContainerChange[]>()
  for (const change of changes) {
    const others = grouped.get(change.containerId)
    if (others === undefined) grouped.set(change.containerId, [change])
    else others.push(change)
  }
  return grouped
}

/** The identifier that says who made the container; of an artifact its own, which begins with the same words. */
function makerIn(change: ContainerChange): string {
  if (change.kind === 'container-state') return change.state.sourceDataIdentifier
  return change.kind === 'artifact' ? change.sourceDataIdentifier : ''
}

/** What goes from one SOAR to another one; all else stays where it is. */
const travels: readonly ContainerChange['kind'][] = ['container-state', 'note', 'artifact', 'file']

async function changesFor(
  db: Pick<Database, 'read'>,
  share: Share,
  { containerId, changes }: { containerId: string; changes: readonly ContainerChange[] },
): Promise<ContainerChange[]> {
  const travelling = changes.filter(({ kind }) => travels.includes(kind))
  if (travelling.length === 0) return []
  if (await isKnown(db, share, containerId)) return travelling
  if (!travelling.some(({ kind }) => kind === 'container-state')) return []
  return [...travelling, ...(await share.readContent(containerId))]
}
