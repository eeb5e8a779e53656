import { commandTakerOf, linkSourceOf, required, type Systems } from './bridge-systems'
import type { Config } from './config'
import type { Clock } from './domain/clock'
import type { NewId } from './domain/ids'
import type { Job } from './domain/job'
import { parseLane } from './domain/receipt'
import type { EnrichmentKind } from './domain/result-table'
import { isResultsConnection, resultsConnectionOf, resultsConnections } from './domain/results-connection'
import { createTargetLocks } from './domain/target-locks'
import type { BridgeError } from './errors'
import { deliverJob, type Judge } from './flows/deliver'
import { createPlacer, type Placer } from './flows/place-results'
import { planResults } from './flows/plan-results'
import { digestLane } from './flows/ticket-to-soar'
import { createVocabularyWatch, type VocabularyWatch } from './flows/vocabulary'
import { createWayBackWatch, type WayBackWatch } from './flows/way-back-watch'
import type { ResultTables } from './mapping/result-tables'
import { wordsOf } from './mapping/words'
import { type ConnectionGate, createConnectionGate } from './outbox/connection-gate'
import { createLedger } from './outbox/ledger'
import type { LaneHold, Ledger } from './outbox/outbox'
import { createSqliteDispatcher, type Dispatcher } from './outbox/sqlite-dispatcher'
import { judge, judgeAbsent } from './outbox/verdict'
import { createWorker } from './outbox/worker'
import type { Database } from './store/database'
import type { Events } from './telemetry/events'
import type { Log } from './telemetry/log'

export interface WorkParts {
  config: Pick<Config, 'delivery'>
  systems: Systems
  tables: ResultTables
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
  wayBack: WayBackWatch
  dispatcher: Dispatcher
  /** Finds the links of results. */
  placer: Placer
}

const leaseMs = 30_000
const sweepMs = 5_000

export function createWork(parts: WorkParts): Work {
  const { clock, db, log } = parts
  const ledger = createLedger({ read: db.read, write: db.write, now: clock.now, leaseMs })
  const sweep = () => void dispatcher.sweep().catch(error => log.error('sweep.failed', {}, error))
  const vocabulary = createVocabulary(parts, sweep)
  const wayBack = createWayBack(parts)
  const onResumed = (connection: string) => {
    sweep()
    wayBack.refresh(connection).catch(error => log.error('vocabulary.failed', { connection }, error))
  }
  const gate = createGate(parts, vocabulary, onResumed)
  const wake = (lane: string) => dispatcher.wake(lane)
  const onFailure = (error: unknown) => log.error('results.failed', {}, error)
  const unnamed = parts.systems.shares.map(({ connection }) => connection)
  const placer = createPlacer({ db, ledger, wake, events: parts.events, unnamed, onFailure })
  const lanes = laneFlows(parts, { ledger, gate, vocabulary, wayBack, wake, onNamed: placer.wake })
  const dispatcher: Dispatcher = createSqliteDispatcher({
    runLane: createWorker({ ...lanes, ledger, clock, holder: parts.newId(), leaseMs }),
    ledger,
    clock,
    concurrency: parts.config.delivery.concurrency,
    sweepMs,
    pausedConnections: gate.paused,
    heldConnections: () => heldConnections(parts, vocabulary),
    onFailure: (lane, error) => log.error('lane.failed', { lane }, error),
  })
  return { ledger, gate, vocabulary, wayBack, dispatcher, placer }
}

/** Their lanes are known by how they begin, where `%` stands for every tenant. */
function heldConnections({ systems }: WorkParts, { heldBy }: VocabularyWatch): string[] {
  const held = [...systems.tickets.keys()].filter(name => heldBy(name) !== null)
  return heldBy(resultsConnections) === null ? held : [...held, resultsConnectionOf('%')]
}

/** Containers of results have one set of rules, whatever the tenant; without the policy nothing new of theirs is held. */
function createVocabulary({ systems, events }: WorkParts, sweep: () => void): VocabularyWatch {
  const { results } = systems
  const isWatched = results !== null && results.waitMs !== null
  const ofResults = isWatched ? [[resultsConnections, results] as const] : []
  const sources = [...systems.tickets, ...ofResults].map(([connection, { soarConnection, label, rules }]) => ({
    connection,
    soarConnection,
    label,
    words: wordsOf(rules),
  }))
  const watch = createVocabularyWatch({
    sources,
    events,
    connectorOf: name => required(systems.soar, name),
    onReleased: sweep,
  })
  const heldBy = (connection: string) => {
    if (!isResultsConnection(connection)) return watch.heldBy(connection)
    return isWatched ? watch.heldBy(resultsConnections) : null
  }
  return { ...watch, heldBy }
}

function createWayBack({ systems, events }: WorkParts): WayBackWatch {
  const sources = [...systems.tickets].map(([connection, { rules, connector }]) => ({
    connection,
    rules,
    reader: connector,
  }))
  return createWayBackWatch({ sources, events })
}

/** SOAR opens once its words were read; a ticketing system once it answers. */
function createGate(
  { config, systems, clock, events, random }: WorkParts,
  vocabulary: VocabularyWatch,
  onResumed: (connection: string) => void,
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
      onResumed(connection)
    },
  })
}

interface LaneParts extends Pick<Work, 'ledger' | 'gate' | 'vocabulary' | 'wayBack'> {
  wake(lane: string): void
  onNamed(): void
}

function laneFlows(parts: WorkParts, { ledger, gate, vocabulary, wayBack, wake, onNamed }: LaneParts) {
  const { config, systems, tables, db, clock, newId, events } = parts
  const { now } = clock
  const { delivery } = config
  const report = (connection: string, error: BridgeError) => gate.report(connection, error)
  const locks = createTargetLocks()
  const linkSource = (name: string) => linkSourceOf(systems, name)
  const digestParts = {
    db,
    ledger,
    wake,
    onNamed,
    tableOf: (kind: EnrichmentKind) => tables[kind].name,
    newId,
    now,
    events,
    sourceOf: (name: string) => ({ ...required(systems.tickets, name), heldBack: wayBack.heldBack(name) }),
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
    connectorOf: (name: string) => commandTakerOf(systems, name),
    sourceOf: linkSource,
    homeOf: (name: string) => systems.shares.find(({ connection }) => connection === name)?.from,
    policy: delivery.containerGone,
    withTarget: locks.run,
    judge: createJudge(parts),
    settleMs: delivery.settleSeconds * 1000,
    lateSweepMs: delivery.lateSweepSeconds * 1000,
  }
  return {
    // What was received comes first: it may be what the results wait for.
    digest: async (hold: LaneHold) => {
      const lookAgainAt = await digestLane(digestParts, hold)
      await planResults({ ...digestParts, sourceOf: linkSource }, hold)
      return lookAgainAt
    },
    deliver: (job: Job, hold: LaneHold) => deliverJob(deliverParts, job, hold),
    isHeld: (job: { connection: string; lane: string }) =>
      !gate.isOpen(job.connection) || vocabulary.heldBy(parseLane(job.lane).connection) !== null,
  }
}

function createJudge({ config, clock, random }: WorkParts): Judge {
  const { maxTries } = config.delivery
  return {
    failure: (error, facts) => judge(error, { ...facts, now: clock.now(), maxTries, random: random() }),
    absent: facts => judgeAbsent({ ...facts, now: clock.now(), maxTries }),
  }
}
