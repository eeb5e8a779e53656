import { BridgeError, isBridgeError } from '../errors'
import type { GateParts } from './connection-gate'

export interface ConnectionState {
  isOpen: boolean
  /** Why it is paused: a stable code, and a sentence for people. */
  code?: string
  reason?: string
  /** Epoch milliseconds. */
  since: number
  /** When it is probed next, epoch milliseconds. */
  probeAt?: number
}

const firstProbeMs = 500

/** One connection: open, or paused with its next probe set. */
export class GatedConnection {
  state: ConnectionState
  private failures = 0
  private probing: Promise<boolean> | undefined
  private cancelProbe = () => {}
  private stopped = false

  constructor(
    private readonly name: string,
    private readonly parts: GateParts,
  ) {
    this.state = { isOpen: false, code: 'starting', reason: 'not probed yet', since: parts.clock.now() }
  }

  /** One probe at a time, shared by all who ask meanwhile; answers whether the connection is well. */
  probe(): Promise<boolean> {
    this.probing ??= this.probeOnce().finally(() => {
      this.probing = undefined
    })
    return this.probing
  }

  /** Pauses for what a caller met, or for longer where the latest answer asks for it. */
  pauseFor(error: BridgeError): void {
    const { isOpen, probeAt = 0 } = this.state
    if (isOpen || (error.retryAt ?? 0) > probeAt) this.pause(error)
  }

  stop(): void {
    this.stopped = true
    this.cancelProbe()
  }

  private async probeOnce(): Promise<boolean> {
    try {
      await this.parts.probe(this.name)
    } catch (error) {
      this.pause(asBridgeError(error))
      return false
    }
    this.open()
    return true
  }

  private pause(error: BridgeError): void {
    if (this.stopped) return
    const { clock, onPaused } = this.parts
    this.failures += 1
    const probeAt = Math.max(error.retryAt ?? 0, clock.now() + this.probeDelayMs())
    const isNews = this.state.isOpen || this.state.code !== error.code
    const since = this.state.isOpen ? clock.now() : this.state.since
    this.state = { isOpen: false, code: error.code, reason: error.message, since, probeAt }
    this.cancelProbe()
    this.cancelProbe = clock.after(probeAt - clock.now(), () => void this.probe())
    if (isNews) onPaused(this.name, this.state)
  }

  private open(): void {
    this.cancelProbe()
    this.failures = 0
    if (this.state.isOpen || this.stopped) return
    const now = this.parts.clock.now()
    const pausedMs = now - this.state.since
    this.state = { isOpen: true, since: now }
    this.parts.onResumed(this.name, pausedMs)
  }

  /** Doubles up to the ceiling; half of it is left to chance, so that many bridges do not knock together. */
  private probeDelayMs(): number {
    const ceiling = Math.min(this.parts.probeEveryMs, firstProbeMs * 2 ** Math.min(this.failures, 20))
    return Math.round(ceiling * (0.5 + this.parts.random() / 2))
  }
}

function asBridgeError(error: unknown): BridgeError {
  if (isBridgeError(error)) return error
  return new BridgeError('unavailable', 'the probe failed unexpectedly', { code: 'probe-failed', cause: error })
}
