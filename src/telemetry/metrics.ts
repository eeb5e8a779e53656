import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** The closed sets that labels are taken from; anything else is counted as `other`, so that no input grows the page. */
export interface LabelSets {
  connections: readonly string[]
  commandKinds: readonly string[]
  jobStates: readonly string[]
  enrichmentKinds: readonly string[]
}

/** Asked when the metrics are read. */
export interface MetricSources {
  /** Jobs by state. */
  countJobs(): Promise<Readonly<Record<string, number>>>
  /** Receipts that wait for their commit. */
  readQueueDepth(): number
}

export interface Metrics {
  /** `status`: accepted, duplicate, quarantined, refused. */
  countWebhook(webhook: { connection: string; status: string; ms?: number }): void
  countDigest(digest: { connection: string; receipts: number; ms: number }): void
  /** `outcome`: confirmed, waiting, unknown, dead, paused. */
  countAttempt(attempt: { connection: string; kind: string; outcome: string; ms: number }): void
  /** What became of the records of one post. */
  countEnrichments(post: { kind: string; ms: number } & Record<EnrichmentOutcome, number>): void
  /** Tickets that a sweep read: those no webhook told of, and the others. */
  countSwept(sweep: { connection: string; found: number; known: number }): void
  setPaused(connection: string, isPaused: boolean): void
  countCommit(commit: { receipts: number; ms: number }): void
  watch(sources: MetricSources): void
  /** The page in the text format of Prometheus. */
  read(): Promise<string>
  readonly contentType: string
}

const webhookStatuses = ['accepted', 'duplicate', 'quarantined', 'refused'] as const
const enrichmentOutcomes = ['created', 'updated', 'skipped', 'replayed'] as const
type EnrichmentOutcome = (typeof enrichmentOutcomes)[number]
const outcomes = ['confirmed', 'waiting', 'unknown', 'dead', 'paused'] as const
const fastSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
const slowSeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export function createMetrics(sets: LabelSets): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const counters = createCounters(registers)
  const histograms = createHistograms(registers)
  const paused = createPausedGauge(registers)
  for (const connection of sets.connections) {
    paused.set({ connection }, 0)
    for (const status of webhookStatuses) counters.webhooks.inc({ connection, status }, 0)
  }
  const connectionIn = (name: string) => oneOf(sets.connections, name)
  const childrenOf = rememberChildren(counters.webhooks, histograms.receive)

  return {
    countWebhook({ connection, status, ms }) {
      const one = childrenOf(connectionIn(connection), oneOf(webhookStatuses, status))
      one.counter.inc()
      if (ms !== undefined) one.histogram.observe(ms / 1000)
    },
    countDigest({ connection, receipts, ms }) {
      counters.digested.inc({ connection: connectionIn(connection) }, receipts)
      histograms.digest.observe({ connection: connectionIn(connection) }, ms / 1000)
    },
    countAttempt({ connection, kind, outcome, ms }) {
      const labels = { connection: connectionIn(connection), kind: oneOf(sets.commandKinds, kind) }
      counters.attempts.inc({ ...labels, outcome: oneOf(outcomes, outcome) })
      histograms.attempt.observe(labels, ms / 1000)
    },
    countEnrichments({ ms, ...post }) {
      const kind = oneOf(sets.enrichmentKinds, post.kind)
      for (const outcome of enrichmentOutcomes) counters.enrichments.inc({ kind, outcome }, post[outcome])
      histograms.enrichment.observe({ kind }, ms / 1000)
    },
    countSwept({ connection, found, known }) {
      for (const [outcome, count] of Object.entries({ found, known }))
        counters.swept.inc({ connection: connectionIn(connection), outcome }, count)
    },
    setPaused(connection, isPaused) {
      paused.set({ connection: connectionIn(connection) }, isPaused ? 1 : 0)
    },
    countCommit({ receipts, ms }) {
      counters.committed.inc(receipts)
      histograms.commit.observe(ms / 1000)
    },
    watch: createWatchedGauges(registers, sets.jobStates),
    read: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** Finding the child of a label set costs more than counting with it, and this runs for every delivery. */
function rememberChildren(webhooks: Counter<'connection' | 'status'>, receive: Histogram<'connection'>) {
  const find = (connection: string, status: string) => ({
    counter: webhooks.labels({ connection, status }),
    histogram: receive.labels({ connection }),
  })
  const children = new Map<string, ReturnType<typeof find>>()
  return (connection: string, status: string) => {
    const name = `${connection} ${status}`
    const known = children.get(name) ?? find(connection, status)
    children.set(name, known)
    return known
  }
}

function createCounters(registers: Registry[]) {
  return {
    webhooks: new Counter({
      name: 'soarbridge_webhooks_total',
      help: 'Webhooks by connection and what became of them',
      labelNames: ['connection', 'status'],
      registers,
    }),
    digested: new Counter({
      name: 'soarbridge_digested_receipts_total',
      help: 'Receipts that were digested',
      labelNames: ['connection'],
      registers,
    }),
    attempts: new Counter({
      name: 'soarbridge_attempts_total',
      help: 'Attempts to carry out a command, by outcome',
      labelNames: ['connection', 'kind', 'outcome'],
      registers,
    }),
    enrichments: new Counter({
      name: 'soarbridge_enrichments_total',
      help: 'Records that scripts posted, by kind and what became of them',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    swept: new Counter({
      name: 'soarbridge_swept_tickets_total',
      help: 'Tickets that sweeps read, by whether a webhook had told of them',
      labelNames: ['connection', 'outcome'],
      registers,
    }),
    committed: new Counter({
      name: 'soarbridge_committed_receipts_total',
      help: 'Receipts that were committed',
      registers,
    }),
  }
}

function createHistograms(registers: Registry[]) {
  return {
    receive: new Histogram({
      name: 'soarbridge_webhook_seconds',
      help: 'Time from a webhook to its answer, commit included',
      labelNames: ['connection'],
      buckets: fastSeconds,
      registers,
    }),
    digest: new Histogram({
      name: 'soarbridge_digest_seconds',
      help: 'Time to digest the receipts of one ticket',
      labelNames: ['connection'],
      buckets: fastSeconds,
      registers,
    }),
    attempt: new Histogram({
      name: 'soarbridge_attempt_seconds',
      help: 'Time of one attempt, all its calls included',
      labelNames: ['connection', 'kind'],
      buckets: slowSeconds,
      registers,
    }),
    enrichment: new Histogram({
      name: 'soarbridge_enrichment_seconds',
      help: 'Time from a post to what became of it, commit included',
      labelNames: ['kind'],
      buckets: fastSeconds,
      registers,
    }),
    commit: new Histogram({
      name: 'soarbridge_commit_seconds',
      help: 'Time of one commit of the writer',
      buckets: fastSeconds,
      registers,
    }),
  }
}

function createPausedGauge(registers: Registry[]) {
  return new Gauge({
    name: 'soarbridge_connection_paused',
    help: '1 while deliveries to the connection are paused',
    labelNames: ['connection'],
    registers,
  })
}

/** Gauges that are asked for when the page is read; a source that fails leaves its gauge out and the page stands. */
function createWatchedGauges(registers: Registry[], jobStates: readonly string[]): Metrics['watch'] {
  let sources: MetricSources | null = null
  new Gauge({
    name: 'soarbridge_jobs',
    help: 'Jobs by state',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset()
      const counts = await sources?.countJobs().catch(() => null)
      if (counts) for (const state of jobStates) this.set({ state }, counts[state] ?? 0)
    },
  })
  new Gauge({
    name: 'soarbridge_writer_queue_receipts',
    help: 'Receipts that wait for their commit',
    registers,
    collect() {
      this.set(sources?.readQueueDepth() ?? 0)
    },
  })
  return given => {
    sources = given
  }
}

function oneOf(set: readonly string[], value: string): string {
  return set.includes(value) ? value : 'other'
}
