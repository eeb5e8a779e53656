import type { Clock } from '../domain/clock'
import type { LaneLedger } from './outbox'
import type { RunLane } from './worker'

/** Brings lanes and workers together, inside one process. What it forgets, the sweep finds again in the ledger. */
export interface Dispatcher {
  /** Work was stored for this lane. */
  wake(lane: string): void
  /** Looks for lanes with work: after a start, after a connection resumed, and every `sweepMs`. */
  sweep(): Promise<void>
  /** Begins to sweep. */
  start(): void
  /** Takes no more lanes and resolves when those at work have let go, or after `patienceMs`: the ledger knows what they sent. */
  stop(patienceMs: number): Promise<void>
  /** Lanes that wait for a free worker. */
  depth(): number
}

export interface DispatcherParts {
  runLane: RunLane
  ledger: Pick<LaneLedger, 'lanesWithWork'>
  clock: Clock
  /** Lanes worked at the same time. */
  concurrency: number
  sweepMs: number
  pausedConnections(): string[]
  onFailure(lane: string, error: unknown): void
}

interface Run {
  wokenAgain: boolean
  done: Promise<void>
}

const sweepLimit = 1000

export function createSqliteDispatcher(parts: DispatcherParts): Dispatcher {
  return new SqliteDispatcher(parts)
}

class SqliteDispatcher implements Dispatcher {
  private readonly ready = new Set<string>()
  private readonly running = new Map<string, Run>()
  private readonly later = new Map<string, () => void>()
  private stopping = false
  private sweptFull = false
  private lastSwept = new Set<string>()
  private cancelSweep = () => {}

  constructor(private readonly parts: DispatcherParts) {}

  wake(lane: string): void {
    if (this.stopping) return
    const run = this.running.get(lane)
    if (run !== undefined) run.wokenAgain = true
    else this.ready.add(lane)
    this.fillWorkers()
  }

  async sweep(): Promise<void> {
    if (this.stopping) return
    this.sweptFull = false
    const { ledger, clock, pausedConnections } = this.parts
    const query = { now: clock.now(), limit: sweepLimit, pausedConnections: pausedConnections() }
    const lanes = await ledger.lanesWithWork(query)
    for (const lane of lanes) if (!this.later.has(lane)) this.wake(lane)
    // Lanes that come back at once cannot go on now (held, dead): turning them over and over would help nobody.
    this.sweptFull = lanes.length === sweepLimit && lanes.some(lane => !this.lastSwept.has(lane))
    this.lastSwept = new Set(lanes)
  }

  start(): void {
    this.sweepAndTell().finally(() => this.sweepLater())
  }

  async stop(patienceMs: number): Promise<void> {
    this.stopping = true
    this.cancelSweep()
    for (const cancel of this.later.values()) cancel()
    let giveUp = () => {}
    const patience = new Promise<void>(resolve => {
      giveUp = this.parts.clock.after(patienceMs, resolve)
    })
    await Promise.race([patience, Promise.all([...this.running.values()].map(run => run.done))])
    giveUp()
  }

  depth(): number {
    return this.ready.size
  }

  private fillWorkers(): void {
    for (const lane of this.ready) {
      if (this.stopping || this.running.size >= this.parts.concurrency) return
      this.ready.delete(lane)
      this.run(lane)
    }
    if (this.sweptFull && this.ready.size === 0) void this.sweepAndTell()
  }

  private run(lane: string): void {
    this.later.get(lane)?.()
    this.later.delete(lane)
    const run: Run = { wokenAgain: false, done: Promise.resolve() }
    this.running.set(lane, run)
    run.done = this.work(lane, run)
  }

  private async work(lane: string, run: Run): Promise<void> {
    const comeBackAt = await this.parts
      .runLane(lane, () => this.stopping)
      .catch(error => {
        this.parts.onFailure(lane, error)
        return null
      })
    this.running.delete(lane)
    if (run.wokenAgain) this.wake(lane)
    else if (comeBackAt !== null) this.wakeLater(lane, comeBackAt - this.parts.clock.now())
    this.fillWorkers()
  }

  /** What is further away than the next sweep is left to it: its time stands in the ledger. */
  private wakeLater(lane: string, delayMs: number): void {
    const { clock, sweepMs } = this.parts
    if (this.stopping || delayMs > sweepMs) return
    this.later.get(lane)?.()
    const cancel = clock.after(Math.max(0, delayMs), () => {
      this.later.delete(lane)
      this.wake(lane)
    })
    this.later.set(lane, cancel)
  }

  private sweepLater(): void {
    if (this.stopping) return
    this.cancelSweep = this.parts.clock.after(this.parts.sweepMs, () => {
      this.sweepAndTell().finally(() => this.sweepLater())
    })
  }

  private sweepAndTell(): Promise<void> {
    return this.sweep().catch(error => this.parts.onFailure('sweep', error))
  }
}
