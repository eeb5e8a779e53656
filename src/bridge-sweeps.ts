import type { BridgeParts } from './bridge'
import { required, type Systems } from './bridge-systems'
import type { Work } from './bridge-work'
import type { GoneTicketFinder, TicketSweeper } from './connectors/connector'
import { isBridgeError } from './errors'
import type { Receive } from './flows/receive'
import { type BackfillParts, runBackfill } from './flows/run-backfill'
import { sweepHomes } from './flows/sweep-homes'
import { sweepTickets } from './flows/sweep-tickets'
import { type VerifyParts, verifyTickets } from './flows/verify-tickets'
import { createBackfillRunner } from './polling/backfill-runner'
import { createTicketSweeps } from './polling/ticket-sweeper'
import { runningBackfills } from './store/backfills'
import type { Database } from './store/database'
import type { Events } from './telemetry/events'

export interface SweepingParts extends Pick<BridgeParts, 'config' | 'clock' | 'log' | 'random'> {
  systems: Systems
  db: Database
  events: Events
  work: Work
  /** For what is read rather than told. */
  receive: Receive
}

/** What reads tickets by itself: sweeps, and histories. */
export interface Sweeping {
  start(): void
  /** There is a history to read. */
  wakeBackfills(): void
  stop(): Promise<void>
}

/** One that fails is told to the gate, which says when its system is back. */
export function createSweeping(parts: SweepingParts): Sweeping {
  const { config, systems, clock, work, random } = parts
  const ending = { isStopping: false }
  const flow = createFlow(parts, ending)
  const sweep = async (connection: string) => {
    const { collections, connector } = required(systems.tickets, connection)
    for (const collection of [...collections, ...(connector.partCollections ?? [])])
      await sweepTickets(flow, { connection, collection })
    await verifyTickets(flow, connection)
  }
  const sweeps = createTicketSweeps({
    ticketConnections: [...systems.tickets.keys()],
    clock,
    random,
    everyMs: config.polling.sweepSeconds * 1000,
    isOpen: work.gate.isOpen,
    sweep: name => sweep(name).catch(error => tellFailure(parts, name, error)),
  })
  const backfills = createBackfillRunner({ clock, run: () => runBackfills(parts, flow) })
  return {
    start: () => {
      sweeps.start()
      backfills.wake()
    },
    wakeBackfills: backfills.wake,
    stop: async () => {
      ending.isStopping = true
      await Promise.all([sweeps.stop(), backfills.stop()])
    },
  }
}

function createFlow(
  { config, systems, db, clock, events, work, receive }: SweepingParts,
  ending: { isStopping: boolean },
) {
  const { gate, dispatcher } = work
  const flow: BackfillParts & VerifyParts = {
    db,
    events,
    receive,
    now: clock.now,
    sourceOf: name => required(systems.tickets, name),
    sweeperOf: name => sweeperOf({ systems, db }, name),
    collectionsOf: name => required(systems.tickets, name).collections,
    isOpen: name => gate.isOpen(name) && gate.isOpen(required(systems.tickets, name).soarConnection),
    isStopping: () => ending.isStopping,
    // Half of the hands stay free for what comes in.
    lanesAtOnce: Math.max(1, Math.floor(config.delivery.concurrency / 2)),
    isCrowded: () => dispatcher.depth() > 0 || db.writeDepth() > config.receive.maxQueuedReceipts / 2,
    pause: ms => new Promise(resolve => void clock.after(ms, resolve)),
  }
  return flow
}

function sweeperOf(
  { systems, db }: Pick<SweepingParts, 'systems' | 'db'>,
  name: string,
): TicketSweeper & Partial<GoneTicketFinder> {
  const { connector } = required(systems.tickets, name)
  const { shares } = systems
  const share = shares.find(({ connection }) => connection === name)
  return share === undefined ? connector : sweepHomes({ db, shares, share }, connector)
}

/** Oldest first; one whose connections are paused keeps no other waiting. Answers whether any is left. */
async function runBackfills(parts: SweepingParts, flow: BackfillParts): Promise<boolean> {
  const { db, log } = parts
  try {
    for (const backfill of await runningBackfills(db.read)) {
      const { connection } = backfill
      const isKnown = parts.systems.tickets.has(connection)
      if (isKnown) await runBackfill(flow, backfill).catch(error => tellFailure(parts, connection, error))
    }
    return (await runningBackfills(db.read)).length > 0
  } catch (error) {
    log.error('backfill.failed', {}, error)
    return true
  }
}

/** What the gate does not take for the connection's failure is told, since nobody else waits for it. */
async function tellFailure({ work, log }: SweepingParts, connection: string, error: unknown): Promise<void> {
  const isOurs = !isBridgeError(error) || (await work.gate.report(connection, error))
  if (isOurs) log.error('reading-tickets.failed', { connection }, error)
}
