import type { LookedUp, SoarConnector } from '../connectors/connector'
import type { Job } from '../domain/job'
import { isBridgeError } from '../errors'
import type { LateLedger } from '../outbox/outbox'
import type { Events } from '../telemetry/events'

export interface LateSweepParts {
  ledger: LateLedger
  connectorOf(connection: string): Pick<SoarConnector, 'lookUp'>
  isOpen(connection: string): boolean
  now(): number
  events: Events
}

const jobsPerSweep = 50

/**
 * Looks once more, some time after an unknown fate was settled, for twins that a late commit left in SOAR. They are
 * reported, not removed: SOAR lets no automation token delete.
 */
export async function sweepLate(parts: LateSweepParts): Promise<void> {
  const jobs = await parts.ledger.dueForLateSweep(parts.now(), jobsPerSweep)
  for (const job of jobs) {
    if (!parts.isOpen(job.connection)) continue
    try {
      const found = await parts.connectorOf(job.connection).lookUp(job.command, { record: () => {} })
      if (found.status === 'found') tell(parts, job, found)
    } catch (error) {
      if (!isBridgeError(error)) throw error
      // Unreadable now: it stays due for the next sweep.
      continue
    }
    await parts.ledger.sweptLate(job)
  }
}

function tell({ events }: LateSweepParts, job: Job, found: Extract<LookedUp, { status: 'found' }>): void {
  const { connection, linkId: link, kind } = job
  for (const twin of found.twins) {
    events.emit('twin.found', { connection, link, kind, found: twin, kept: found.applied.containerId })
  }
}
