import type { Systems } from './bridge-systems'
import type { Config } from './config'
import type { Clock } from './domain/clock'
import type { NewId } from './domain/ids'
import { parseLane } from './domain/receipt'
import { createTargetLocks } from './domain/target-locks'
import { BridgeError } from './errors'
import { deliverJob } from './flows/deliver'
import { digestLane } from './flows/ticket-to-soar'
import { createVocabularyWatch, type VocabularyWatch } from './flows/vocabulary'
import { wordsOf } from './mapping/words'
import { type ConnectionGate, createConnectionGate } from './outbox/connection-gate'
import { createLedger } from './outbox/ledger'
import type { Ledger } from './outbox/outbox'
import { createSqliteDispatcher, type Dispatcher } from './outbox/sqlite-dispatcher'
import { judge, judgeAbsent } from './outbox/verdict'
import { createWorker } from './outbox/worker'
import type { Database } from './store/database'
import type { Events } from './telemetry/events'
import type { Log } from './telemetry/log'

export interface WorkParts {
  config: Pick<Config, 'delivery'>
  systems: Systems
  db: Database
  clock: Clock
  newId: NewId
  events: Events
  log: Log
  random(): number
}

/** Everything between a stored receipt and a confirmed container. */
export interface Work {
  ledger: Ledger
  gate: ConnectionGate
  vocabulary: VocabularyWatch
  dispatcher: Dispatcher
}

const leaseMs = 30_000
const sweepMs = 5_000

export function createWork(parts: WorkParts): Work {
  const { clock, db, log } = parts
  const ledger = createLedger({ read: db.read, write: db.write, now: clock.now, leaseMs })
  const sweep = () => void dispatcher.sweep().catch(error => log.error('sweep.failed', {}, error))
  const vocabulary = createVocabulary(parts, sweep)
  const gate = createGate(parts, vocabulary, sweep)
  const lanes = laneFlows(parts, { ledger, gate, vocabulary, wake: lane => dispatcher.wake(lane) })
  const dispatcher: Dispatcher = createSqliteDispatcher({
    runLane: createWorker({ ...lanes, ledger, clock, holder: parts.newId(), leaseMs }),
    ledger,
    clock,
    concurrency: parts.config.delivery.concurrency,
    sweepMs,
    pausedConnections: gate.paused,
    heldConnections: () => [...parts.systems.tickets.keys()].filter(name => vocabulary.heldBy(name) !== null),
    onFailure: (lane, error) => log.error('lane.failed', { lane }, error),
  })
  return { ledger, gate, vocabulary, dispatcher }
}

function createVocabulary({ systems, events }: WorkParts, sweep: () => void): VocabularyWatch {
  const sources = [...systems.tickets].map(([connection, { soarConnection, label, rules }]) => ({
    connection,
    soarConnection,
    label,
    words: wordsOf(rules),
  }))
  return createVocabularyWatch({
    sources,
    events,
    connectorOf: name => required(systems.soar, name),
    onReleased: sweep,
  })
}

/** SOAR opens once its words were read; a ticketing system once it answers. */
function createGate(
  { config, systems, clock, events, random }: WorkParts,
  vocabulary: VocabularyWatch,
  sweep: () => void,
) {
  return createConnectionGate({
    connections: [...systems.soar.keys(), ...systems.tickets.keys()],
    clock,
    random,
    probeEveryMs: config.delivery.probeSeconds * 1000,
    probe: name =>
      systems.soar.has(name) ? vocabulary.refresh(name) : required(systems.tickets, name).connector.probe(),
    onPaused: (connection, { code, reason }) =>
      events.emit('connection.paused', { connection, reason: reason ?? '', code: code ?? '' }),
    onResumed: (connection, pausedMs) => {
      events.emit('connection.resumed', { connection, ms: pausedMs })
      sweep()
    },
  })
}

interface LaneParts extends Pick<Work, 'ledger' | 'gate' | 'vocabulary'> {
  wake(lane: string): void
}

function laneFlows(parts: WorkParts, { ledger, gate, vocabulary, wake }: LaneParts) {
  const { config, systems, db, clock, newId, events } = parts
  const { now } = clock
  const { delivery } = config
  const report = (connection: string, error: BridgeError) => gate.report(connection, error)
  const locks = createTargetLocks()
  const digestParts = {
    db,
    ledger,
    wake,
    newId,
    now,
    events,
    sourceOf: (name: string) => required(systems.tickets, name),
    report,
    coalesceMs: delivery.coalesceMs,
    isOpen: gate.isOpen,
    ignoresGone: delivery.containerGone === 'ignore',
  }
  const deliverParts = {
    db,
    ledger,
    newId,
    now,
    events,
    report,
    connectorOf: (name: string) => required(systems.soar, name),
    sourceOf: digestParts.sourceOf,
    policy: delivery.containerGone,
    withTarget: locks.run,
    judge: {
      failure: (
        error: BridgeError | undefined,
        facts: { tries: number; isConnectionHealthy: boolean; hasWritten: boolean },
      ) => judge(error, { ...facts, now: now(), maxTries: delivery.maxTries, random: parts.random() }),
      absent: (facts: { tries: number }) => judgeAbsent({ ...facts, now: now(), maxTries: delivery.maxTries }),
    },
    settleMs: delivery.settleSeconds * 1000,
    lateSweepMs: delivery.lateSweepSeconds * 1000,
  }
  return {
    digest: (hold: Parameters<typeof digestLane>[1]) => digestLane(digestParts, hold),
    deliver: (job: Parameters<typeof deliverJob>[1], hold: Parameters<typeof deliverJob>[2]) =>
      deliverJob(deliverParts, job, hold),
    isHeld: (job: { connection: string; lane: string }) =>
      !gate.isOpen(job.connection) || vocabulary.heldBy(parseLane(job.lane).connection) !== null,
  }
}

function required<Value>(from: Map<string, Value>, name: string): Value {
  const found = from.get(name)
  if (found === undefined)
    throw new BridgeError('misconfigured', `no connection is called ${name}`, { code: 'connection-unknown' })
  return found
}
