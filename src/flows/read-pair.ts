import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import { laneOf } from '../domain/receipt'
import { isBridgeError } from '../errors'
import type { Drift } from './drift'
import type { SharedField } from './expected-sides'
import { type ReadDrift, type ReadDriftParts, readDrift } from './read-drift'
import type { TicketSource } from './ticket-source'

export interface ReadPairParts extends Omit<ReadDriftParts, 'soar'> {
  soarOf(soarConnection: string): ReadDriftParts['soar']
  openJobs(lane: string): Promise<Job[]>
}

export interface PairAsked {
  /** Only these. */
  fields?: SharedField[]
  /** Also whether each artifact is still there: one list more a container. */
  deep?: boolean
  /** Also what the rules leave different. */
  all?: boolean
}

export interface DriftedPair extends ReadDrift {
  link: Link
}

/** A pair with what differs in it, or why it could not be read. */
export async function readPair(
  { soarOf, openJobs, ...parts }: ReadPairParts,
  { fields, deep = false, all = false }: PairAsked,
  { link, source }: { link: Link; source: TicketSource },
): Promise<DriftedPair | { link: Link; failure: string }> {
  const isShown = ({ field, action }: Drift) =>
    (all || action !== 'nothing') && (fields?.some(name => name === field) ?? true)
  try {
    const soar = soarOf(link.soarConnection)
    const jobs = await openJobs(laneOf(link.connection, link.ticketId))
    const asked = { link, source, openJobs: jobs, fields: fields ?? null, deep }
    const { drifts, ask } = await readDrift({ ...parts, soar }, asked)
    return { link, drifts: drifts.filter(isShown), ask }
  } catch (error) {
    if (!isBridgeError(error)) throw error
    return { link, failure: error.message }
  }
}
