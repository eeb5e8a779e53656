import { createKeyAuthenticator } from './access/authenticate-key'
import { createClientAddress } from './access/client-address'
import type { BridgeParts } from './bridge'
import { connectionStates, heldBy, watchFailures } from './bridge-states'
import type { Systems } from './bridge-systems'
import type { Work } from './bridge-work'
import type { NewId } from './domain/ids'
import { createReads } from './flows/read'
import { createReceive, type Receive } from './flows/receive'
import { discardJob, replayJob } from './flows/replay'
import { createApp } from './http/app'
import { loadContract } from './http/contract'
import { createHandlers } from './http/handlers'
import type { ServiceParts } from './http/handlers/service'
import { listen, type Server } from './http/server'
import { warmUp } from './http/warm-up'
import { findKey, noteKeyUse } from './store/api-keys'
import type { Database } from './store/database'
import type { Events } from './telemetry/events'
import type { Metrics } from './telemetry/metrics'

export interface DoorParts extends BridgeParts {
  systems: Systems
  db: Database
  newId: NewId
  events: Events
  metrics: Metrics
  work: Work
}

/** Jira's own limit of a webhook (facts/jira.md 1.3). */
const maxWebhookBytes = 25 * 1024 * 1024
const maxApiBytes = 1024 * 1024

/** The HTTP door: everything a request meets. Its validators are compiled before it listens. */
export async function createDoor(parts: DoorParts): Promise<Server> {
  const { config, clock, log, db } = parts
  const contract = loadContract(parts.contractFile)
  const receive = createReceiving(parts)
  const lifecycle: { status: ReturnType<ServiceParts['readiness']>['status'] } = { status: 'starting' }
  const isFailing = watchFailures(db, clock)
  const addressOf = createClientAddress(config.server.trustedProxies)
  const app = createApp({
    contract,
    receive,
    handlers: createHandlers({
      contract,
      reads: createReads({ db, containerUrl: containerUrls(parts), heldBy: link => heldBy(parts.work, link) }),
      ...operatorActions(parts),
      readiness: () => ({
        status: lifecycle.status === 'ready' && isFailing() ? 'store-failed' : lifecycle.status,
      }),
      connections: () => connectionStates(parts.systems, parts.work),
      metrics: async () => ({ contentType: parts.metrics.contentType, text: await parts.metrics.read() }),
    }),
    doorOf: name => doorOf(parts.systems, name),
    authenticateKey: createKeyAuthenticator({
      clock,
      findKey: id => findKey(db.read, id),
      noteUse: (id, at) => void db.write([noteKeyUse(db.read, id, at)]).catch(() => {}),
    }),
    addressOf: request => addressOf({ peer: request.socket.remoteAddress, forwardedFor: forwardedFor(request) }),
    limits: bodyLimits(config),
    restrictedPaths: restrictedPaths(config),
    validateResponses: parts.validateResponses ?? false,
    now: clock.now,
    onRefused: ({ connection, status, code }) => {
      // Only configured names: the path is the caller's to choose.
      const isKnown = connection !== undefined && parts.systems.tickets.has(connection)
      parts.events.emit('webhook.refused', { connection: isKnown ? connection : 'unknown', status, code })
    },
    onUnexpected: error => log.error('request.failed', {}, error),
  })
  await warmUp(app.api, contract.operations)
  const server = await listen(app, serverOptions(config), clock)
  lifecycle.status = 'ready'
  return {
    url: server.url,
    close: graceMs => {
      lifecycle.status = 'stopping'
      return server.close(graceMs)
    },
  }
}

function createReceiving(parts: DoorParts): Receive {
  const { config, systems, db, clock, newId, events, work, holdDelivery } = parts
  return createReceive({
    db,
    newId,
    events,
    now: clock.now,
    wake: holdDelivery === true ? () => {} : lane => work.dispatcher.wake(lane),
    maxQueued: config.receive.maxQueuedReceipts,
    identifierOf: name => {
      const source = systems.tickets.get(name)
      if (source === undefined) throw new Error(`no ticket connection ${name}`)
      return source.connector
    },
  })
}

function operatorActions({ db, clock, events, work }: DoorParts) {
  const parts = { db, events, now: clock.now, ledger: work.ledger, wake: (lane: string) => work.dispatcher.wake(lane) }
  return {
    replayJob: (id: string, by: string) => replayJob(parts, id, by),
    discardJob: (id: string, by: string) => discardJob(parts, id, by),
  }
}

function doorOf(systems: Systems, name: string) {
  const source = systems.tickets.get(name)
  return source === undefined ? undefined : { system: source.connector.system, ...source.connector.webhook }
}

/** Where people look at a container (facts/soar.md section 1). */
function containerUrls({ config }: DoorParts) {
  const urls = new Map(config.soar.map(({ name, url }) => [name, url]))
  return (soarConnection: string, containerId: string) => `${urls.get(soarConnection) ?? ''}/mission/${containerId}`
}

function forwardedFor({ headers }: { headers: NodeJS.Dict<string | string[]> }): string | undefined {
  const header = headers['x-forwarded-for']
  return Array.isArray(header) ? header.join(',') : header
}

function serverOptions({ server }: DoorParts['config']) {
  const { host, port, tls } = server
  return {
    host,
    port,
    ...(tls === null ? {} : { tls: { cert: Buffer.from(tls.cert), key: Buffer.from(tls.key.reveal()) } }),
  }
}

function restrictedPaths({ server }: DoorParts['config']): string[] {
  const metrics = server.publicMetrics ? [] : ['/metrics']
  return server.publicDocs ? metrics : [...metrics, '/docs', '/openapi.yaml', '/openapi.json']
}

function bodyLimits({ receive }: DoorParts['config']) {
  const inFlight = { bytes: 0, maxBytes: receive.maxInFlightMegabytes * 1_000_000 }
  return { webhook: { maxBytes: maxWebhookBytes, inFlight }, api: { maxBytes: maxApiBytes, inFlight } }
}
