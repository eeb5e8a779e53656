import type { Applied, Exchange } from '../connectors/connector'
import type { Command } from '../domain/command'
import type { NewId } from '../domain/ids'
import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import { BridgeError } from '../errors'
import type { JobLedger, LaneHold, Settlement } from '../outbox/outbox'
import type { Database } from '../store/database'
import type { Events } from '../telemetry/events'
import { rememberStatements } from './remember'

export interface SettleParts {
  db: Pick<Database, 'read' | 'write'>
  ledger: Pick<JobLedger, 'settle'>
  newId: NewId
  now(): number
  /** How long after an unknown fate was settled the late sweep looks for duplicates. */
  lateSweepMs: number
  events: Events
}

/** One try under way. */
export interface Try<Parts extends SettleParts = SettleParts> {
  parts: Parts
  job: Job
  hold: LaneHold
  link: Link
  command: Command
  startedAt: number
  exchanges: Exchange[]
}

export interface Ending {
  state: Settlement['state']
  nextAt: number
  outcome: string
  code: string | null
  reason: string | null
  /** What SOAR holds now. */
  applied?: Applied
  spendsTry?: boolean
  /** What else changes with it. */
  also?: Parameters<Database['write']>[0]
}

/** Writes how a try ended, in one transaction with what it taught us; a zombie's result hits no row. */
export async function settleTry(attempt: Try, ending: Ending): Promise<void> {
  const { parts, job, hold, link } = attempt
  const { applied, also = [] } = ending
  const settlement = settlementOf(attempt, ending)
  const isConfirmed = ending.state === 'confirmed'
  const { newId } = parts
  const remember =
    applied === undefined
      ? []
      : rememberStatements(parts.db.read, { link, job, applied, isConfirmed, newId, at: settlement.at })
  const written = await parts.db.write([...parts.ledger.settle(job, hold, settlement), ...remember, ...also])
  if (!written.committed) throw laneLost(job)
  tell(attempt, ending, settlement)
}

function settlementOf({ parts, job, startedAt, exchanges }: Try, ending: Ending): Settlement {
  const at = parts.now()
  const wasUnknown = job.unknownAt !== null
  const isDone = ending.state === 'confirmed' || ending.state === 'dead'
  return {
    state: ending.state,
    at,
    tries: job.tries + (ending.spendsTry === true ? 1 : 0),
    nextAt: ending.nextAt,
    reason: ending.reason,
    lateSweepAt: wasUnknown && isDone ? at + parts.lateSweepMs : null,
    attempt: {
      id: parts.newId(),
      purpose: job.state === 'unknown' ? 'look-up' : 'apply',
      startedAt,
      endedAt: at,
      outcome: ending.outcome,
      code: ending.code,
      message: ending.reason,
      exchanges,
    },
  }
}

/** Codes only: the reason may quote SOAR, and SOAR the ticket. */
function tell({ parts, job, link, startedAt }: Try, ending: Ending, { at, tries }: Settlement): void {
  const { events } = parts
  const { connection, kind } = job
  const ids = { connection, job: job.id, link: link.id, kind }
  const reason = ending.code ?? undefined
  events.emit('delivery.attempted', {
    ...ids,
    outcome: ending.state,
    tries,
    ms: at - startedAt,
    ...(reason !== undefined && { reason }),
  })
  if (ending.state === 'dead') events.emit('job.buried', { ...ids, tries, reason: reason ?? 'unexpected' })
  const { applied } = ending
  if (applied !== undefined && link.containerId === null) {
    events.emit('link.linked', { connection: link.connection, link: link.id, container: applied.containerId })
  }
}

export function laneLost(job: Job): BridgeError {
  return new BridgeError('conflict', `the lane of job ${job.id} was taken over`, { code: 'lane-lost' })
}
