import type { BridgeError, ErrorKind } from '../errors'

/**
 * What becomes of a job after a failed try.
 *
 * - `retry`: nothing was applied; again at `at`.
 * - `unknown`: it may have been applied; looked up, never sent again blindly.
 * - `dead`: refused on its own account; an operator replays or discards it.
 */
export interface Verdict {
  to: 'retry' | 'unknown' | 'dead'
  /** Epoch milliseconds of the next try or look-up. */
  at: number
  /** The job's own failure; the connection's trouble spends none. */
  spendsTry: boolean
}

export interface TryFacts {
  now: number
  /** Tries already spent. */
  tries: number
  maxTries: number
  /** A byte of a write may have left during this try. */
  hasWritten: boolean
  /** The connection answered a probe after this failure: the trouble is the job's own. */
  isConnectionHealthy: boolean
  /** From 0 up to, not including, 1. */
  random: number
}

const firstDelayMs = 1_000
const longestDelayMs = 5 * 60_000

/** The only retry policy. What is no `BridgeError` is a bug of ours and counts as the job's own failure. */
export function judge(error: BridgeError | undefined, facts: TryFacts): Verdict {
  const mayHaveApplied = facts.hasWritten && (error === undefined || error.effect === 'unknown')
  if (error !== undefined && !mayHaveApplied && isOwnFault(error, facts)) return dead(facts)
  const spendsTry = facts.isConnectionHealthy && isOwnFailure(error)
  if (mayHaveApplied) return { to: 'unknown', at: facts.now, spendsTry }
  if (spendsTry && facts.tries + 1 >= facts.maxTries) return dead(facts)
  return { to: 'retry', at: Math.max(error?.retryAt ?? 0, facts.now + backoffMs(facts)), spendsTry }
}

/** What becomes of a job that was looked up after its settle time and is not there. */
export function judgeAbsent({ now, tries, maxTries }: Pick<TryFacts, 'now' | 'tries' | 'maxTries'>): Verdict {
  return { to: tries >= maxTries ? 'dead' : 'retry', at: now, spendsTry: false }
}

function dead(facts: TryFacts): Verdict {
  return { to: 'dead', at: facts.now, spendsTry: true }
}

/** Whose failure each kind is, when nothing was applied. */
const ownFault: Record<ErrorKind, 'always' | 'when-healthy' | 'never'> = {
  invalid: 'always',
  'not-found': 'always',
  conflict: 'always',
  forbidden: 'always',
  rejected: 'always',
  misconfigured: 'always',
  // Credentials that a probe accepts are good: then it is this command that is not allowed.
  denied: 'when-healthy',
  unauthenticated: 'when-healthy',
  unavailable: 'never',
}

/** A lost answer blames nobody, and 429 says so itself; a status, or a bug of ours, is about this job. */
function isOwnFailure(error: BridgeError | undefined): boolean {
  return error === undefined || (error.status !== undefined && error.code !== 'throttled')
}

function isOwnFault(error: BridgeError, facts: TryFacts): boolean {
  const whose = ownFault[error.kind]
  return whose === 'always' || (whose === 'when-healthy' && facts.isConnectionHealthy)
}

/** Exponential with full jitter above the first delay; `tries` is the number already spent. */
export function backoffMs({ tries, random }: Pick<TryFacts, 'tries' | 'random'>): number {
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(tries, 20))
  return Math.round(firstDelayMs / 2 + random * (ceiling - firstDelayMs / 2))
}
