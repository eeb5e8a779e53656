import type { Log, LogLevel } from './log'
import type { Metrics } from './metrics'

/**
 * Every event line and the fields it may hold: ids, names, counts and words of ours; never text of a ticket. `ms` is how
 * long it took. Ids are those of the API, so that a line leads to its timeline.
 */
export type EventFields = {
  'server.started': { url: string; version: string }
  'server.stopped': { reason: string; ms: number }
  'webhook.received': {
    connection: string
    status: 'accepted' | 'duplicate' | 'quarantined'
    receipt: string
    lane?: string
    event?: string
    bytes: number
    ms: number
  }
  'webhook.refused': { connection: string; status: number; code: string }
  'receipt.quarantined': { connection: string; receipt: string; reason: string }
  'lane.digested': {
    connection: string
    lane: string
    receipts: number
    changes: number
    jobs: number
    decision: string
    ms: number
  }
  'link.linked': { connection: string; link: string; container: string }
  'link.entombed': { connection: string; link: string; reason: string }
  'delivery.attempted': {
    connection: string
    job: string
    link: string
    kind: string
    outcome: 'confirmed' | 'waiting' | 'unknown' | 'dead' | 'superseded'
    tries: number
    reason?: string
    ms: number
  }
  'job.buried': { connection: string; job: string; link: string; kind: string; tries: number; reason: string }
  'job.replayed': { connection: string; job: string; link: string; caller: string }
  'job.discarded': { connection: string; job: string; link: string; caller: string }
  'duplicate.found': { connection: string; link: string; kind: string; found: string; kept: string }
  'enrichment.stored': {
    kind: string
    tenant: string
    created: number
    updated: number
    /** Duplicates that by their rule change nothing. */
    skipped: number
    /** Answered as the same request was before. */
    replayed: number
    ms: number
  }
  'result.linked': { result: string; kind: string; link: string }
  'result.held': { result: string; kind: string; reason: string }
  'connection.paused': { connection: string; reason: string; code?: string }
  'connection.resumed': { connection: string; ms: number }
  'vocabulary.read': { connection: string; labels: number; severities: number; statuses: number; version: string }
  'vocabulary.unknown': { connection: string; reason: string }
  'mapping.unknown': { connection: string; reason: string }
  'soar.polled': { connection: string; collection: string; records: number; receipts: number; ms: number }
  /** A sweep found what no webhook told of. */
  'ticket.found': { connection: string; lane: string; receipt: string }
  /** A ticket that no webhook called deleted is not there any more. */
  'ticket.gone': { connection: string; lane: string; receipt: string }
  'tickets.swept': { connection: string; found: number; known: number; ms: number }
  'backfill.ended': {
    backfill: string
    connection: string
    state: string
    tickets: number
    entered: number
    failed: number
    ms: number
  }
  'receipts.purged': { receipts: number; attempts: number; jobs: number; idempotencyKeys: number; ms: number }
  'audit.head': { tenant: string; rows: number; head: string }
}
export type EventName = keyof EventFields

export interface Events {
  emit<Name extends EventName>(name: Name, fields: EventFields[Name]): void
}

/** `warn` is what somebody should look at, `error` what holds tickets up until somebody acts. */
const levels: Record<EventName, LogLevel> = {
  'server.started': 'info',
  'server.stopped': 'info',
  // One for every delivery: the counters tell the number, the timeline the rest.
  'webhook.received': 'debug',
  'webhook.refused': 'warn',
  'receipt.quarantined': 'warn',
  'lane.digested': 'info',
  'link.linked': 'info',
  'link.entombed': 'info',
  'delivery.attempted': 'info',
  'job.buried': 'error',
  'job.replayed': 'info',
  'job.discarded': 'info',
  'duplicate.found': 'warn',
  // As with webhooks, the counters tell the number.
  'enrichment.stored': 'debug',
  'result.linked': 'info',
  'result.held': 'info',
  'connection.paused': 'error',
  'connection.resumed': 'info',
  'vocabulary.read': 'info',
  'vocabulary.unknown': 'error',
  'mapping.unknown': 'error',
  'soar.polled': 'debug',
  'ticket.found': 'info',
  'ticket.gone': 'info',
  'tickets.swept': 'debug',
  'backfill.ended': 'info',
  'receipts.purged': 'info',
  'audit.head': 'info',
}

const counted: { [Name in EventName]?: (metrics: Metrics, fields: EventFields[Name]) => void } = {
  'webhook.received': (metrics, { connection, status, ms }) => metrics.countWebhook({ connection, status, ms }),
  'webhook.refused': (metrics, { connection }) => metrics.countWebhook({ connection, status: 'refused' }),
  'lane.digested': (metrics, fields) => metrics.countDigest(fields),
  'delivery.attempted': (metrics, fields) => metrics.countAttempt(fields),
  'enrichment.stored': (metrics, fields) => metrics.countEnrichments(fields),
  'tickets.swept': (metrics, fields) => metrics.countSwept(fields),
  'connection.paused': (metrics, { connection }) => metrics.setPaused(connection, true),
  'connection.resumed': (metrics, { connection }) => metrics.setPaused(connection, false),
}

/** Tells what happened, once, to the log and to the metrics alike. */
export function createEvents(log: Log, metrics?: Metrics): Events {
  return {
    emit(name, fields) {
      log[levels[name]](name, fields)
      if (metrics !== undefined) counted[name]?.(metrics, fields)
    },
  }
}
