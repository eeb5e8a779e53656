import type { SoarConnector } from '../connectors/connector'
import type { Database } from '../store/database'
import type { Drift } from './drift'
import { missingArtifacts } from './missing-artifacts'
import { type DriftInput, planDrift } from './plan-drift'
import { readBooks } from './read-books'
import { type ReconcileAsk, reconcileReceipt } from './reconcile-ask'

export interface ReadDriftParts {
  db: Pick<Database, 'read'>
  soar: Pick<SoarConnector, 'readContainer' | 'lookUp'>
  newId(): string
  now(): number
}

export interface DriftAsked extends Pick<DriftInput, 'link' | 'source' | 'openJobs'> {
  /** What an ask made of this may touch; null for all. */
  fields: ReconcileAsk['fields']
  /** Also lists the artifacts. */
  deep: boolean
}

export interface ReadDrift {
  drifts: Drift[]
  /** What the pair's lane needs to mend it. */
  ask: DriftInput['ask']
}

/**
 * Reads both sides of a pair, by one call each, and judges what differs. Writes nothing. Raises what the connectors raise.
 */
export async function readDrift(
  { db, soar, newId, now }: ReadDriftParts,
  { link, source, openJobs, fields, deep }: DriftAsked,
): Promise<ReadDrift> {
  const readAt = now()
  const { ticketId: id, collection, containerId } = link
  const [ticket, container] = await Promise.all([
    source.connector.readTicket({ id, ...(collection !== null && { collection }) }),
    containerId === null ? null : soar.readContainer(containerId),
  ])
  const books = await readBooks(db.read, link)
  const isDeep = deep && container !== null
  const missing = isDeep ? await missingArtifacts(soar, { link, source, books }) : { drifts: [], lost: [] }
  // Whoever asks for some fields asks for no artifacts.
  const lost = fields === null && missing.lost.length > 0 ? { lost: missing.lost } : {}
  const ask = reconcileReceipt(link, { container, fields, ...lost }, { newId, readAt })
  const drifts = planDrift({ source, link, ticket, ask, books, openJobs, newId, now: now() })
  return { drifts: [...drifts, ...missing.drifts], ask }
}
