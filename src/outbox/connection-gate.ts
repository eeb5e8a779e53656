import type { Clock } from '../domain/clock'
import { BridgeError, isBridgeError } from '../errors'

export interface ConnectionState {
  isOpen: boolean
  /** Why it is paused; a code, and a sentence for people. */
  code?: string
  reason?: string
  since: number
  /** When it is probed next, epoch milliseconds. */
  probeAt?: number
}

/**
 * Which connections take work. An unreachable, throttling or credential-refusing connection is paused and probed
 * until it answers; that spends no job's tries and kills nothing.
 */
export interface ConnectionGate {
  isOpen(connection: string): boolean
  state(connection: string): ConnectionState
  paused(): string[]
  /** Tells of a failure; answers whether the connection is healthy all the same (then the failure is the caller's own). */
  report(connection: string, error: BridgeError): Promise<boolean>
  /** Opens each connection once its first probe succeeds. */
  start(): void
  stop(): void
}

export interface GateParts {
  connections: string[]
  clock: Clock
  /** Longest time between two probes, milliseconds. */
  probeEveryMs: number
  /** Cheap, without effect; raises while the connection should stay paused. */
  probe(connection: string): Promise<void>
  onPaused(connection: string, state: ConnectionState): void
  onResumed(connection: string, pausedMs: number): void
  random(): number
}

interface Gate {
  state: ConnectionState
  failures: number
  probing: Promise<boolean> | undefined
  cancel: (() => void) | undefined
}

const firstProbeMs = 500

export function createConnectionGate(parts: GateParts): ConnectionGate {
  const { clock, probeEveryMs } = parts
  const gates = new Map<string, Gate>()
  let stopped = false
  for (const name of parts.connections) {
    const state = { isOpen: false, code: 'starting', reason: 'not probed yet', since: clock.now() }
    gates.set(name, { state, failures: 0, probing: undefined, cancel: undefined })
  }

  function gateOf(connection: string): Gate {
    const gate = gates.get(connection)
    if (gate === undefined) throw new Error(`no such connection: ${connection}`)
    return gate
  }

  function pause(connection: string, error: BridgeError): void {
    const gate = gateOf(connection)
    if (stopped) return
    gate.failures += 1
    const probeAt = Math.max(error.retryAt ?? 0, clock.now() + probeDelayMs(gate.failures))
    const isNews = gate.state.isOpen || gate.state.code !== error.code
    const since = gate.state.isOpen ? clock.now() : gate.state.since
    gate.state = { isOpen: false, code: error.code, reason: error.message, since, probeAt }
    gate.cancel?.()
    gate.cancel = clock.after(probeAt - clock.now(), () => void probe(connection))
    if (isNews) parts.onPaused(connection, gate.state)
  }

  function probeDelayMs(failures: number): number {
    const ceiling = Math.min(probeEveryMs, firstProbeMs * 2 ** Math.min(failures, 20))
    return Math.round(ceiling * (0.5 + parts.random() / 2))
  }

  function open(connection: string): void {
    const gate = gateOf(connection)
    gate.cancel?.()
    gate.failures = 0
    if (gate.state.isOpen || stopped) return
    const pausedMs = clock.now() - gate.state.since
    gate.state = { isOpen: true, since: clock.now() }
    parts.onResumed(connection, pausedMs)
  }

  async function probeOnce(connection: string): Promise<boolean> {
    try {
      await parts.probe(connection)
    } catch (error) {
      pause(connection, asBridgeError(error))
      return false
    }
    open(connection)
    return true
  }

  /** One probe at a time, shared by all who ask meanwhile. */
  function probe(connection: string): Promise<boolean> {
    const gate = gateOf(connection)
    gate.probing ??= probeOnce(connection).finally(() => {
      gate.probing = undefined
    })
    return gate.probing
  }

  return {
    isOpen: connection => gateOf(connection).state.isOpen,
    state: connection => gateOf(connection).state,
    paused: () => [...gates].filter(([, gate]) => !gate.state.isOpen).map(([name]) => name),
    report: async (connection, error) => {
      const isTold = error.code === 'unreachable' || error.code === 'throttled'
      if (!isTold) return probe(connection)
      const { isOpen, probeAt = 0 } = gateOf(connection).state
      if (isOpen || (error.retryAt ?? 0) > probeAt) pause(connection, error)
      return false
    },
    start: () => {
      for (const name of gates.keys()) void probe(name)
    },
    stop: () => {
      stopped = true
      for (const gate of gates.values()) gate.cancel?.()
    },
  }
}

function asBridgeError(error: unknown): BridgeError {
  if (isBridgeError(error)) return error
  return new BridgeError('unavailable', 'the probe failed unexpectedly', { code: 'probe-failed', cause: error })
}
