import type { Clock } from '../domain/clock'
import type { BridgeError } from '../errors'
import { type ConnectionState, GatedConnection } from './gated-connection'

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
  /** From 0 up to, not including, 1. */
  random(): number
}

export function createConnectionGate(parts: GateParts): ConnectionGate {
  const gates = new Map(parts.connections.map(name => [name, new GatedConnection(name, parts)]))
  const gateOf = (connection: string): GatedConnection => {
    const gate = gates.get(connection)
    if (gate === undefined) throw new Error(`no such connection: ${connection}`)
    return gate
  }
  return {
    isOpen: connection => gateOf(connection).state.isOpen,
    state: connection => gateOf(connection).state,
    paused: () => [...gates].filter(([, gate]) => !gate.state.isOpen).map(([name]) => name),
    report: async (connection, error) => {
      // These two say of themselves that the connection takes nothing now; anything else is asked back.
      if (error.code !== 'unreachable' && error.code !== 'throttled') return gateOf(connection).probe()
      gateOf(connection).pauseFor(error)
      return false
    },
    start: () => {
      for (const gate of gates.values()) void gate.probe()
    },
    stop: () => {
      for (const gate of gates.values()) gate.stop()
    },
  }
}
