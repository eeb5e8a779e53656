/**
 * The kinds of failure, chosen by who must act next (not by cause):
 *
 * - `invalid` the sender · `unauthenticated` the sender · `forbidden` an admin · `not-found`, `conflict` the caller
 * - `unavailable` nobody, it heals · `rejected` an operator fixes the mapping and replays
 * - `denied` an operator fixes our credentials · `misconfigured` an operator fixes the configuration
 */
export const errorKinds = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'unavailable',
  'rejected',
  'denied',
  'misconfigured',
] as const
export type ErrorKind = (typeof errorKinds)[number]

/**
 * What a failed write did on the far side.
 * `none`: the answer proves that nothing was applied (refused connection, DNS, TLS, the application's own 4xx, 429).
 * `unknown`: it may have been applied (timeout, reset, 5xx, cut or unreadable body).
 */
export type Effect = 'none' | 'unknown'

export interface ErrorDetails {
  /** Stable, machine-readable, kebab-case; defaults to the kind. */
  code?: string
  effect?: Effect
  /** Epoch milliseconds before which the far side asked us not to come back. */
  retryAt?: number
  /** Status the far side answered, where it answered. */
  status?: number
  /** Single mistakes, for `invalid` and `misconfigured`: where, and what was expected. */
  mistakes?: readonly Mistake[]
  cause?: unknown
}

export interface Mistake {
  path: string
  message: string
}

/** The one error class. The message is for people and never holds secrets or ticket text; nobody parses it. */
export class BridgeError extends Error {
  override readonly name = 'BridgeError'
  readonly kind: ErrorKind
  readonly code: string
  readonly effect: Effect
  readonly retryAt: number | undefined
  readonly status: number | undefined
  readonly mistakes: readonly Mistake[]

  constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.kind = kind
    this.code = details.code ?? kind
    this.effect = details.effect ?? 'none'
    this.retryAt = details.retryAt
    this.status = details.status
    this.mistakes = details.mistakes ?? []
  }
}

export function isBridgeError(error: unknown): error is BridgeError {
  return error instanceof BridgeError
}

/** The same failure where more, or less, is known of what it left behind. */
export function withEffect(error: BridgeError, effect: Effect): BridgeError {
  return new BridgeError(error.kind, error.message, {
    code: error.code,
    effect,
    ...(error.retryAt !== undefined && { retryAt: error.retryAt }),
    ...(error.status !== undefined && { status: error.status }),
    mistakes: error.mistakes,
    cause: error.cause,
  })
}
