import type { SoarConnector } from '../connectors/connector'
import type { UpdateContainer } from '../domain/command'
import type { NewId } from '../domain/ids'
import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import type { Receipt } from '../domain/receipt'
import { identifyContainer } from '../mapping/source-data-identifier'
import type { Database } from '../store/database'
import type { SharedField } from './expected-sides'
import { mapLink } from './map-link'
import { type Drift, planDrift } from './plan-drift'
import { type LinkBooks, readBooks } from './read-books'
import { reconcileReceipt } from './reconcile-ask'
import type { TicketSource } from './ticket-source'

export interface ReadDriftParts {
  db: Pick<Database, 'read'>
  soar: Pick<SoarConnector, 'readContainer' | 'lookUp'>
  newId: NewId
  now(): number
}

export interface DriftAsked {
  link: Link
  source: TicketSource
  openJobs: readonly Job[]
  /** What an ask made of this may touch; null for all. */
  fields: readonly SharedField[] | null
  /** Also lists the artifacts. */
  deep: boolean
}

export interface ReadDrift {
  drifts: Drift[]
  /** What the pair's lane needs to mend it. */
  ask: Receipt
}

/**
 * Reads both sides of a pair, by one call each, and judges what differs. Writes nothing. Raises what the connectors raise.
 */
export async function readDrift(
  parts: ReadDriftParts,
  { link, source, openJobs, fields, deep }: DriftAsked,
): Promise<ReadDrift> {
  const { db, soar, newId, now } = parts
  const readAt = now()
  const { ticketId: id, collection, containerId } = link
  const [ticket, container] = await Promise.all([
    source.connector.readTicket({ id, ...(collection !== null && { collection }) }),
    containerId === null ? null : soar.readContainer(containerId),
  ])
  const ask = reconcileReceipt(link, { container, fields }, { newId, readAt })
  const books = await readBooks(db.read, link)
  const drifts = planDrift({ source, link, ticket, ask, books, openJobs, newId, now: now() })
  const isThere = deep && container !== null
  return { drifts: isThere ? [...drifts, ...(await missingArtifacts(parts, { link, source, books }))] : drifts, ask }
}

/** Artifacts that SOAR once confirmed and does not have any more. */
async function missingArtifacts(
  { soar }: ReadDriftParts,
  { link, source, books }: { link: Link; source: TicketSource; books: LinkBooks },
): Promise<Drift[]> {
  const { ticket, mapped } = mapLink(link, source)
  if ('skippedBy' in mapped) return []
  const all = [...mapped.desired.observableArtifacts, mapped.desired.ticketArtifact]
  const confirmed = all.filter(one => books.confirmed.has(one.sourceDataIdentifier))
  if (confirmed.length === 0) return []
  const command: UpdateContainer = {
    kind: 'update-container',
    containerId: link.containerId ?? '',
    sourceDataIdentifier: identifyContainer(ticket),
    set: {},
    tags: { add: [], remove: [] },
    observableArtifacts: confirmed,
    ticketArtifact: null,
    trigger: null,
  }
  const found = await soar.lookUp(command, { record: () => {} })
  if (found.status === 'found') return []
  const reason = `${found.what} that SOAR confirmed are gone from the container; nothing makes them again`
  return [{ field: 'artifacts', ticket: null, container: null, base: null, action: 'hold', reason }]
}
