import { createAccess } from './bridge-access'
import { startChores } from './bridge-chores'
import { createDoor } from './bridge-door'
import { readTables } from './bridge-enrichment'
import { createPolls } from './bridge-polls'
import { createReceiving } from './bridge-receiving'
import { createSweeping } from './bridge-sweeps'
import { createSystems, type Systems } from './bridge-systems'
import { createWork, type Work } from './bridge-work'
import type { Config } from './config'
import type { Clock } from './domain/clock'
import { createIdSource } from './domain/ids'
import { commandKinds, jobStates } from './domain/job'
import { enrichmentKinds } from './domain/result-table'
import { isResultsConnection, resultsConnections } from './domain/results-connection'
import { BridgeError } from './errors'
import { type Database, openDatabase } from './store/database'
import { connectionsWithLinks } from './store/links'
import { countJobsByState } from './store/lists'
import { activateMapping } from './store/mapping-versions'
import { createEvents } from './telemetry/events'
import type { Log } from './telemetry/log'
import { createMetrics, type Metrics } from './telemetry/metrics'

export interface BridgeParts {
  config: Config
  clock: Clock
  log: Log
  /** From 0 up to, not including, 1; for jitter. */
  random(): number
  /** Where `openapi.yaml` lies. */
  contractFile: string
  version: string
  /** Checks every answer against the contract; for tests. */
  validateResponses?: boolean
  /** Whether validators are compiled before the bridge listens (they are), or with the first request; for tests. */
  warmsUp?: boolean
  /** Keeps deliveries in the database and delivers nothing; for measuring the door alone. */
  holdDelivery?: boolean
}

export interface Bridge {
  url: string
  /** Finishes what runs, loses nothing, and lets go of the database. */
  stop(reason: string): Promise<void>
}

/** How long requests under way may take to finish when the bridge stops. */
const stopGraceMs = 10_000
/** How long attempts under way may take; what they sent is looked up at the next start. */
const stopPatienceMs = 12_000

/** Builds each part once, in order, and hands each what it asks for; `stop` walks back. */
export async function startBridge(parts: BridgeParts): Promise<Bridge> {
  const { config, clock, log } = parts
  const configured = createSystems(config, clock)
  const tables = readTables(config.secops)
  const metrics = createMetrics({
    connections: [...configured.soar.keys(), ...configured.tickets.keys()],
    commandKinds,
    jobStates,
    enrichmentKinds,
  })
  const events = createEvents(log, metrics)
  const newId = createIdSource(clock)
  const db = await openDatabase({
    file: config.database.file,
    onCommit: ({ transactions, commitMs }) => metrics.countCommit({ receipts: transactions, ms: commitMs }),
  })
  try {
    const systems = await prepareDatabase(db, configured, clock)
    watchDatabase(db, metrics)
    const work = createWork({ ...parts, systems, tables, db, newId, events })
    const access = await createAccess({ config, db, clock, newId, events, log })
    const shared = { ...parts, systems, tables, db, newId, events, metrics, work, access }
    const polls = createPolls(shared)
    const { webhooks, readings } = createReceiving(shared)
    const sweeping = createSweeping({ ...shared, receive: readings })
    const door = await createDoor({ ...shared, polls, sweeping, receive: webhooks })
    if (parts.holdDelivery !== true) startWork(work, [polls, sweeping])
    const stopChores = startChores(shared)
    await access.tellHeads()
    events.emit('server.started', { url: door.url, version: parts.version })
    return { url: door.url, stop: reason => stop(reason) }

    async function stop(reason: string): Promise<void> {
      const startedAt = clock.now()
      await door.close(stopGraceMs)
      stopChores()
      await Promise.all([polls.stop(), sweeping.stop()])
      work.gate.stop()
      await work.placer.stop()
      await work.dispatcher.stop(stopPatienceMs)
      await access.stop()
      await db.close()
      events.emit('server.stopped', { reason, ms: clock.now() - startedAt })
    }
  } catch (error) {
    await db.close()
    throw error
  }
}

function startWork({ gate, dispatcher, placer }: Work, looking: { start(): void }[]): void {
  gate.start()
  dispatcher.start()
  placer.wake()
  for (const one of looking) one.start()
}

/** Refuses a configuration that forgets a connection with links: its name is part of every identifier in SOAR. */
async function prepareDatabase(db: Database, systems: Systems, clock: Clock): Promise<Systems> {
  const connections = await connectionsWithLinks(db.read)
  const vanished = connections.filter(name => !systems.tickets.has(name) && !isResultsConnection(name))
  if (vanished.length > 0) {
    throw new BridgeError(
      'misconfigured',
      `the configuration has no ticket connection called ${vanished.join(', ')}, but the database holds its links; ` +
        'put it back, or rename its links with `soarbridge links rename-connection`',
      { code: 'connection-vanished' },
    )
  }
  const hasResults = systems.hasResults || connections.some(isResultsConnection)
  const ownResults = hasResults && systems.results !== null ? [[resultsConnections, systems.results] as const] : []
  for (const [connection, { rules, rulesText }] of [...systems.tickets, ...ownResults]) {
    const activation = { connection, version: rules.version, text: rulesText, source: rules.source }
    const statements = await activateMapping(db.read, activation, clock.now())
    if (statements.length > 0) await db.write(statements)
  }
  return { ...systems, hasResults }
}

function watchDatabase(db: Database, metrics: Metrics): void {
  metrics.watch({
    countJobs: async () =>
      Object.fromEntries((await countJobsByState(db.read)).map(({ state, count }) => [state, count])),
    readQueueDepth: db.writeDepth,
  })
}
