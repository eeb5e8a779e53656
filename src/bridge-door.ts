import { createClientAddress } from './access/client-address'
import type { BridgeParts } from './bridge'
import type { Access } from './bridge-access'
import { createEnrichmentDoor } from './bridge-enrichment'
import { reconcileSides } from './bridge-reconcile'
import { connectionStates, heldBy, soarsOf, visibleTo, watchFailures } from './bridge-states'
import type { Sweeping } from './bridge-sweeps'
import type { Systems } from './bridge-systems'
import type { Work } from './bridge-work'
import type { BackfillWish } from './domain/backfill'
import type { NewId } from './domain/ids'
import type { PageAsked } from './domain/page'
import { type Caller, defaultTenant } from './domain/role'
import { BridgeError } from './errors'
import { type JoinWish, joinLink, partLink } from './flows/join-links'
import { createReads } from './flows/read'
import { readApprovals } from './flows/read-approvals'
import { readEnrichments } from './flows/read-enrichments'
import type { Receive } from './flows/receive'
import { type ReconcileAsked, reconcile } from './flows/reconcile'
import { discardJob, type Operator, replayJob } from './flows/replay'
import { type FieldSettlement, settleField } from './flows/settle-field'
import { readBackfill, startBackfill } from './flows/start-backfill'
import { createApp } from './http/app'
import { type Contract, type Handlers, loadContract } from './http/contract'
import type { Denied } from './http/denied'
import { createHandlers } from './http/handlers'
import type { ServiceParts } from './http/handlers/service'
import { serveSecopsAt } from './http/secops/resources'
import { listen, type Server } from './http/server'
import { warmUp } from './http/warm-up'
import type { ResultTables } from './mapping/result-tables'
import type { SoarPoller } from './polling/soar-poller'
import type { Database } from './store/database'
import type { Events } from './telemetry/events'
import type { Metrics } from './telemetry/metrics'

export interface DoorParts extends BridgeParts {
  systems: Systems
  tables: ResultTables
  db: Database
  newId: NewId
  events: Events
  metrics: Metrics
  work: Work
  access: Access
  polls: SoarPoller
  sweeping: Sweeping
  receive: Receive
}

/** Jira's own limit of a webhook (facts/jira.md 1.3). */
const maxWebhookBytes = 25 * 1024 * 1024
const maxApiBytes = 1024 * 1024

type Status = ReturnType<ServiceParts['readiness']>['status']

/** The HTTP door: everything a request meets. Its validators are compiled before it listens. */
export async function createDoor(parts: DoorParts): Promise<Server> {
  const { config, clock, log, db, receive } = parts
  const { basePath } = config.secops
  const contract = serveSecopsAt(loadContract(parts.contractFile), basePath)
  const lifecycle: { status: Status } = { status: 'starting' }
  const isFailing = watchFailures(db, clock)
  const addressOf = createClientAddress(config.server.trustedProxies)
  const app = createApp({
    contract,
    receive,
    secopsBasePath: basePath,
    ...createEnrichmentDoor(parts),
    handlers: createApiHandlers(parts, contract, () =>
      lifecycle.status === 'ready' && isFailing() ? 'store-failed' : lifecycle.status,
    ),
    doorOf: name => doorOf(parts.systems, name),
    authenticate: parts.access.authenticate,
    addressOf: request => addressOf({ peer: request.socket.remoteAddress, forwardedFor: forwardedFor(request) }),
    limits: bodyLimits(config),
    restrictedPaths: restrictedPaths(config),
    validateResponses: parts.validateResponses ?? false,
    now: clock.now,
    onRefused: ({ connection, status, code }) => {
      // Only configured names: the path is the caller's to choose.
      const isKnown = parts.systems.tickets.has(connection)
      parts.events.emit('webhook.refused', { connection: isKnown ? connection : 'unknown', status, code })
    },
    onDenied: denied => parts.access.denials.note(denialOf(parts.systems, denied)),
    onUnexpected: error => log.error('request.failed', {}, error),
  })
  if (parts.warmsUp ?? true) await warmUp(app.api, app.operations)
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

function createApiHandlers(parts: DoorParts, contract: Contract, statusNow: () => Status): Handlers {
  const { db, systems, work, access, metrics } = parts
  return createHandlers({
    contract,
    readsOf: tenant =>
      createReads({
        db,
        containerUrl: containerUrls(parts),
        heldBy: link => heldBy(work, link),
        visible: visibleTo(systems, tenant),
      }),
    ...operatorActions(parts),
    approvals: (tenant, filter, page) =>
      readApprovals(
        { db, containerUrl: containerUrls(parts), visible: visibleTo(systems, tenant), now: parts.clock.now },
        filter,
        page,
      ),
    enrichments: (filter, page) => readEnrichments(db, filter, page),
    access: access.desk,
    audit: access.desk,
    readiness: () => ({ status: statusNow() }),
    connections: tenant => connectionStates(systems, work, visibleTo(systems, tenant)),
    metrics: async () => ({ contentType: metrics.contentType, text: await metrics.read() }),
  })
}

function operatorActions({ db, clock, newId, events, work, access, systems, polls, sweeping }: DoorParts) {
  const { record } = access.log
  const parts = {
    db,
    events,
    record,
    newId,
    now: clock.now,
    ledger: work.ledger,
    wake: (lane: string) => work.dispatcher.wake(lane),
  }
  const backfills = {
    ...parts,
    wake: sweeping.wakeBackfills,
    connectionOf: (name: string) => systems.tickets.get(name),
  }
  const operatorOf = ({ id, tenant }: Caller): Operator => ({ id, visible: visibleTo(systems, tenant) })
  return {
    replayJob: (id: string, by: Caller) => replayJob(parts, id, operatorOf(by)),
    discardJob: (id: string, by: Caller) => discardJob(parts, id, operatorOf(by)),
    settleField: (settlement: FieldSettlement, by: Caller) => settleField(parts, settlement, operatorOf(by)),
    joinLink: (wish: JoinWish, by: Caller) => joinLink({ ...parts, ...reconcileSides(systems) }, wish, operatorOf(by)),
    partLink: (id: string, by: Caller) => partLink({ ...parts, ...reconcileSides(systems) }, id, operatorOf(by)),
    reconcile: (asked: ReconcileAsked, page: PageAsked, by: Caller) =>
      reconcile({ ...parts, ...reconcileSides(systems, work.wayBack), openJobs: work.ledger.openJobs }, asked, {
        page,
        by: operatorOf(by),
      }),
    startBackfill: (wish: BackfillWish, by: Caller) => startBackfill(backfills, wish, operatorOf(by)),
    readBackfill: (id: string, by: Caller) => readBackfill(backfills, id, operatorOf(by)),
    announceContainer: (soarConnection: string, by: Caller) => {
      if (!soarsOf(systems, visibleTo(systems, by.tenant)).includes(soarConnection))
        throw new BridgeError('not-found', 'there is no such connection', { code: 'connection-unknown' })
      polls.wake(soarConnection)
    },
  }
}

/** A webhook's denial belongs to the tenant of its connection; a name that is none of ours is not repeated. */
function denialOf({ tickets }: Systems, { id, tenant, address, status, place }: Denied) {
  if ('route' in place) return { caller: id, tenant, address, status, route: place.route }
  const source = tickets.get(place.connection)
  return {
    caller: id,
    tenant: source?.tenant ?? defaultTenant,
    address,
    status,
    route: source === undefined ? 'POST /webhooks' : `POST /webhooks/${source.connector.system}/${place.connection}`,
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
