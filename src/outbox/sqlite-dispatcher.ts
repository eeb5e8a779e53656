import type { Clock } from '../domain/clock'
import type { LaneLedger } from './outbox'
import type { RunLane } from './worker'

/** Brings lanes and workers together, inside one process. What it forgets, the sweep finds again in the ledger. */
export interface Dispatcher {
  /** Work was stored for this lane. */
  wake(lane: string): void
  /** Looks for lanes with work: after a start, after a connection resumed, and every `sweepMs`. */
  sweep(): Promise<void>
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

const sweepLimit = 1000

export function createSqliteDispatcher(parts: DispatcherParts): Dispatcher {
  const { clock, concurrency, sweepMs } = parts
  const ready = new Set<string>()
  const running = new Map<string, { wokenAgain: boolean; done: Promise<void> }>()
  const later = new Map<string, () => void>()
  let started = false
  let stopping = false
  let sweptFull = false
  let cancelSweep = () => {}

  function wake(lane: string): void {
    if (stopping) return
    const run = running.get(lane)
    if (run !== undefined) run.wokenAgain = true
    else ready.add(lane)
    pump()
  }

  function pump(): void {
    // What is woken before the start waits for it: a bridge that holds its deliveries never starts.
    if (!started) return
    for (const lane of ready) {
      if (stopping || running.size >= concurrency) return
      ready.delete(lane)
      start(lane)
    }
    if (sweptFull && ready.size === 0) void sweep()
  }

  function start(lane: string): void {
    later.get(lane)?.()
    later.delete(lane)
    const run = { wokenAgain: false, done: Promise.resolve() }
    running.set(lane, run)
    run.done = parts
      .runLane(lane, () => stopping)
      .catch(error => {
        parts.onFailure(lane, error)
        return null
      })
      .then(comeBackAt => {
        running.delete(lane)
        if (run.wokenAgain) wake(lane)
        else if (comeBackAt !== null) wakeLater(lane, comeBackAt - clock.now())
        pump()
      })
  }

  /** What is further away than the next sweep is left to it: its time stands in the ledger. */
  function wakeLater(lane: string, delayMs: number): void {
    if (stopping || delayMs > sweepMs) return
    later.get(lane)?.()
    const cancel = clock.after(Math.max(0, delayMs), () => {
      later.delete(lane)
      wake(lane)
    })
    later.set(lane, cancel)
  }

  async function sweep(): Promise<void> {
    if (stopping) return
    sweptFull = false
    const lanes = await parts.ledger.lanesWithWork({
      now: clock.now(),
      limit: sweepLimit,
      pausedConnections: parts.pausedConnections(),
    })
    for (const lane of lanes) if (!later.has(lane)) wake(lane)
    sweptFull = lanes.length === sweepLimit
  }

  function sweepAgain(): void {
    cancelSweep = clock.after(sweepMs, () => {
      sweep()
        .catch(error => parts.onFailure('sweep', error))
        .finally(sweepAgain)
    })
  }

  return {
    wake,
    sweep,
    start: () => {
      started = true
      sweep().catch(error => parts.onFailure('sweep', error))
      sweepAgain()
    },
    stop: async patienceMs => {
      stopping = true
      cancelSweep()
      for (const cancel of later.values()) cancel()
      const done = Promise.all([...running.values()].map(run => run.done))
      let giveUp = () => {}
      const patience = new Promise<void>(resolve => {
        giveUp = clock.after(patienceMs, resolve)
      })
      await Promise.race([done, patience])
      giveUp()
    },
    depth: () => ready.size,
  }
}
