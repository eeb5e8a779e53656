import type { Link } from '../domain/link'
import { laneOf, parseLane } from '../domain/receipt'
import type { PostedResult } from '../mapping/read-result'
import type { Database } from '../store/database'
import { resultById } from '../store/enrichments'
import { findLink, saveLink } from '../store/links'
import { markPlanned, type PlanReason, resultsToPlan } from '../store/result-links'
import type { Statement } from '../store/statement'
import { twinIdentifiers } from '../store/twins'
import type { LinkSource } from './ticket-source'

export interface LaneResultsParts {
  db: Pick<Database, 'read' | 'write'>
  sourceOf(connection: string): LinkSource
}

/** A result, and why it is planned. */
export type LaneResult = PostedResult & { reason: PlanReason }

/** Results that wait for their jobs, and the link whose container can take them. */
export interface LaneResults {
  source: LinkSource
  link: Link & { containerId: string }
  results: LaneResult[]
  /** Source data identifiers of the artifacts SOAR has confirmed. */
  confirmed: Set<string>
}

/** At most `limit` results, oldest first; null where there is none, or no container to take it. */
export async function readLaneResults(
  { db, sourceOf }: LaneResultsParts,
  lane: string,
  limit: number,
): Promise<LaneResults | null> {
  const refs = await resultsToPlan(db.read, lane, limit)
  const { connection, ticketId } = parseLane(lane)
  if (refs.length === 0 || ticketId === null) return null
  const source = sourceOf(connection)
  const { soarConnection } = source
  const link = await findLink(db.read, { connection, ticketId, soarConnection })
  if (link === undefined || link.containerId === null || link.state === 'container-gone') return null
  const results = await Promise.all(
    refs.map(async ref => {
      const result = await resultById(db.read, ref)
      if (result === undefined) throw new Error(`result ${ref.id} waits for its job and is not there`)
      return { ...result, ...ref }
    }),
  )
  const confirmed = await twinIdentifiers(db.read, link.id)
  return { source, link: { ...link, containerId: link.containerId }, results, confirmed }
}

/** The link as it stands now, and the jobs of its results, all or nothing; false where another worker was first. */
export async function writePlanned(
  { db }: LaneResultsParts,
  { link, results }: LaneResults,
  { planned, jobs }: { planned: Link; jobs: Statement[] },
): Promise<boolean> {
  const lane = laneOf(link.connection, link.ticketId)
  const written = await db.write([
    saveLink(db.read, planned, link.revision),
    ...results.map(result => markPlanned(db.read, lane, result)),
    ...jobs,
  ])
  return written.committed
}
