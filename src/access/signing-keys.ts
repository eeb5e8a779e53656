import type { Clock } from '../domain/clock'
import { BridgeError } from '../errors'

/** The identity provider's keys, as they were read last. Raises `unavailable` (`identity-provider-down`). */
export interface SigningKeys<Keys> {
  current(): Promise<Keys>
  /** Read anew, for a key that is not known; null where they were read a moment ago. */
  renewed(): Promise<Keys | null>
}

interface Parts<Keys> {
  read(): Promise<Keys>
  clock: Pick<Clock, 'now'>
  /** Told why they could not be read. */
  onFailure(error: unknown): void
}

const freshMs = 600_000
/** Between two readings: whoever makes up key ids must not make us a flood for the provider. */
const restMs = 30_000
const restAfterFailureMs = 5_000

/** Read when they are first needed, and one reading at a time. What cannot be read lets nobody in. */
export function createSigningKeys<Keys>({ read, clock, onFailure }: Parts<Keys>): SigningKeys<Keys> {
  let known: { keys: Keys; readAt: number } | null = null
  let failure: { error: BridgeError; retryAt: number } | null = null
  let reading: Promise<Keys> | null = null

  const readAnew = async (): Promise<Keys> => {
    try {
      const keys = await read()
      known = { keys, readAt: clock.now() }
      failure = null
      return keys
    } catch (error) {
      onFailure(error)
      const retryAt = clock.now() + restAfterFailureMs
      failure = { error: asUnavailable(retryAt), retryAt }
      throw failure.error
    } finally {
      reading = null
    }
  }

  const readOnce = (): Promise<Keys> => {
    if (failure !== null && clock.now() < failure.retryAt) throw failure.error
    reading ??= readAnew()
    return reading
  }

  return {
    current: async () => (known !== null && clock.now() - known.readAt < freshMs ? known.keys : readOnce()),
    renewed: async () => {
      const isJustRead = known !== null && clock.now() - known.readAt < restMs
      return isJustRead && failure === null ? null : readOnce()
    },
  }
}

function asUnavailable(retryAt: number): BridgeError {
  return new BridgeError('unavailable', 'access tokens cannot be checked: the identity provider does not answer', {
    code: 'identity-provider-down',
    retryAt,
  })
}
