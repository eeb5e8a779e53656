import type { Clock } from '../../../domain/clock'
import { BridgeError, isBridgeError } from '../../../errors'
import type { ReadCall } from '../call'
import { type Approval, listApprovals } from './approvals'
import { type PlaybookRun, readRun } from './playbook-runs'
import { isOver } from './run-state'

const defaultFirstPauseMs = 500
const defaultLongestPauseMs = 15_000
const defaultPatienceMs = 3_600_000
const growth = 1.6

export interface Following {
  /** Before the second look; each further pause is longer. Default 500. */
  firstPauseMs?: number
  /** Default 15 s. */
  longestPauseMs?: number
  /** How long to follow at all. Default one hour. */
  patienceMs?: number
}

/** One look at a run. */
export interface RunLook {
  /** As SOAR last told it; null where it has not answered yet. */
  run: PlaybookRun | null
  /** Approvals that it waits for. */
  waitingFor: Approval[]
  /** The code of the failure where SOAR did not answer this time. */
  trouble: string | null
  /** Null until the end. */
  outcome: RunOutcome | null
}

/** `overdue`: our patience ended, not the run. */
export interface RunOutcome {
  ending: 'success' | 'failed' | 'cancelled' | 'approval-expired' | 'overdue'
  /** The run's own words. */
  text: string
  /** Approvals that nobody decided in time. */
  expired: Approval[]
}

/**
 * Follows a run to its end: looks with growing pauses and tells each look that differs from the one before; the last one
 * has the outcome. Answers that never came are looked for again; raises where SOAR refuses, or has no such run.
 */
export async function* followRun(
  line: { call: ReadCall; clock: Clock },
  id: string,
  following: Following = {},
): AsyncGenerator<RunLook> {
  const { firstPauseMs = defaultFirstPauseMs, longestPauseMs = defaultLongestPauseMs } = following
  const { clock } = line
  const deadline = clock.now() + (following.patienceMs ?? defaultPatienceMs)
  let told = ''
  let run: PlaybookRun | null = null
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * growth, longestPauseMs)) {
    const { retryAt, ...look } = await lookOnce(line.call, id, run)
    run = look.run
    if (look.outcome === null && clock.now() >= deadline) {
      yield { ...look, outcome: describeOverdue(run) }
      return
    }
    const says = JSON.stringify([run?.state, look.trouble, look.waitingFor.map(approval => approval.id)])
    if (says !== told || look.outcome !== null) yield look
    if (look.outcome !== null) return
    told = says
    const nextAt = Math.max(clock.now() + pauseMs, retryAt ?? 0)
    await wait(clock, Math.min(nextAt, deadline) - clock.now())
  }
}

async function lookOnce(
  call: ReadCall,
  id: string,
  last: PlaybookRun | null,
): Promise<RunLook & { retryAt?: number | undefined }> {
  let run = last
  try {
    run = await readRun(call, id)
    if (run === null) throw new BridgeError('rejected', `playbook run ${id}: not found`, { code: 'not-found' })
    if (run.state === 'pending' || run.state === 'success' || run.state === 'cancelled')
      return { run, waitingFor: [], trouble: null, outcome: isOver(run.state) ? describeEnd(run, []) : null }
    const approvals = await readApprovals(call, id)
    const outcome = isOver(run.state) ? describeEnd(run, approvals) : null
    return { run, waitingFor: approvals.filter(({ state }) => state === 'pending'), trouble: null, outcome }
  } catch (error) {
    if (!isBridgeError(error) || error.kind !== 'unavailable') throw error
    return { run, waitingFor: [], trouble: error.code, outcome: null, retryAt: error.retryAt }
  }
}

/** A user who may not read approvals still follows the run. */
async function readApprovals(call: ReadCall, playbookRunId: string): Promise<Approval[]> {
  try {
    return await listApprovals(call, { playbookRunId })
  } catch (error) {
    if (isBridgeError(error) && error.code === 'forbidden') return []
    throw error
  }
}

function describeEnd(run: PlaybookRun, approvals: Approval[]): RunOutcome {
  const expired = approvals.filter(({ state }) => state === 'expired')
  const isExpired = run.state === 'failed' && expired.length > 0
  const ending = run.state === 'success' || run.state === 'cancelled' ? run.state : 'failed'
  return { ending: isExpired ? 'approval-expired' : ending, text: run.text, expired }
}

/** Where only its approvals could not be read, a run that is over is told as it is. */
function describeOverdue(run: PlaybookRun | null): RunOutcome {
  if (run !== null && isOver(run.state)) return describeEnd(run, [])
  return { ending: 'overdue', text: run?.text ?? '', expired: [] }
}

function wait(clock: Clock, ms: number): Promise<void> {
  return new Promise(resolve => void clock.after(ms, resolve))
}
