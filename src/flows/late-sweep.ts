import type { CommandTaker } from '../connectors/connector'
import { isBridgeError } from '../errors'
import type { LateLedger } from '../outbox/outbox'
import type { Events } from '../telemetry/events'

export interface LateSweepParts {
  ledger: LateLedger
  connectorOf(connection: string): Pick<CommandTaker, 'findDuplicates'>
  /** Those that take calls now. */
  openConnections(): string[]
  now(): number
  events: Events
}

const jobsPerSweep = 50

/**
 * Looks once more, some time after an unknown fate was settled, for duplicates that a late commit left behind. They are
 * reported, not removed: SOAR lets no automation token delete, and people may have answered them in a ticket.
 */
export async function sweepLate(parts: LateSweepParts): Promise<void> {
  const connections = parts.openConnections()
  const jobs = await parts.ledger.dueForLateSweep({ now: parts.now(), limit: jobsPerSweep, connections })
  for (const job of jobs) {
    try {
      const duplicates = await parts.connectorOf(job.connection).findDuplicates(job.command)
      for (const { what, found, kept } of duplicates) {
        parts.events.emit('duplicate.found', { connection: job.connection, link: job.linkId, kind: what, found, kept })
      }
    } catch (error) {
      if (!isBridgeError(error)) throw error
      // Unreadable now: it stays due for the next sweep.
      continue
    }
    await parts.ledger.sweptLate(job)
  }
}
