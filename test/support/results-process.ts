import { readFileSync } from 'node:fs'
import type { SoarConnector, TicketConnector } from '../../src/connectors/connector'
import { createIdSource, sha256Hex } from '../../src/domain/ids'
import { laneOf } from '../../src/domain/receipt'
import type { EnrichmentKind } from '../../src/domain/result-table'
import { createTargetLocks } from '../../src/domain/target-locks'
import { BridgeError } from '../../src/errors'
import { deliverJob } from '../../src/flows/deliver'
import { fileUnclaimedResults } from '../../src/flows/file-unclaimed'
import { placeResults } from '../../src/flows/place-results'
import { type PlanResultsParts, planResults } from '../../src/flows/plan-results'
import { createTakeEnrichments } from '../../src/flows/take-enrichments'
import { type DigestParts, digestLane } from '../../src/flows/ticket-to-soar'
import { parseResultTables } from '../../src/mapping/result-tables'
import { createLedger } from '../../src/outbox/ledger'
import type { LaneHold, Ledger } from '../../src/outbox/outbox'
import { judge, judgeAbsent } from '../../src/outbox/verdict'
import { nextJob } from '../../src/outbox/worker'
import type { Database } from '../../src/store/database'
import { createReceiptInsert } from '../../src/store/receipts'
import { lastWord, mappingsFrom } from '../builders/enrichment-mappings'
import { rulesFrom } from '../builders/some-rules'
import type { ManualClock } from './manual-clock'
import { createScriptedTickets, saying, wholeState } from './scripted-tickets'

const tables = parseResultTables(readFileSync('tables/secops.yaml', 'utf8'), 'secops.yaml')
const lane = laneOf('jira', '10042')
/** More than its artifact holds. */
const rawData = 'x'.repeat(5_000)
const laneAbout = laneOf('results:default', sha256Hex('ipv4:203.0.113.77'))
const leaseMs = 30_000
const settleMs = 5_000

export interface ProcessParts {
  db: Database
  clock: ManualClock
  soar: SoarConnector
  comments: StatusComments
  /** It dies when it would commit once more. */
  commits: number
  /** The ticket comes only when the result has a container without one. */
  isLate?: boolean
}

/** What a ticketing system holds of the one comment, and how often it was written. */
export interface StatusComments {
  texts: Map<string, string>
  writes: number
}

/** The steps of a bridge from a result to its artifact, one after the other, in a process that can die between them. */
export interface ResultsProcess {
  /** Works until nothing is left; answers whether it was killed before. */
  live(): Promise<boolean>
  committed(): number
}

class Killed extends Error {}

export function startResultsProcess({ db, clock, soar, comments, commits, isLate }: ProcessParts): ResultsProcess {
  let committed = 0
  const write: Database['write'] = async statements => {
    // What a dead process wanted to write is never heard of.
    if (committed >= commits)
      throw new BridgeError('unavailable', 'killed', { code: 'store-failed', cause: new Killed() })
    committed += 1
    return db.write(statements)
  }
  const mortal = { ...db, write }
  const steps = createSteps({ db: mortal, clock, soar, comments })
  return {
    committed: () => committed,
    live: async () => {
      try {
        await steps.postResult()
        await steps.place()
        if (isLate === true) {
          await steps.fileUnclaimed()
          await steps.workLane(laneAbout)
        }
        await steps.receiveTicket()
        await steps.workLane(lane)
        await steps.place()
        await steps.workLane(lane)
        await steps.changeResult()
        await steps.workLane(lane)
        return false
      } catch (error) {
        if (error instanceof BridgeError && error.cause instanceof Killed) return true
        throw error
      }
    },
  }
}

function createSteps({ db, clock, soar, comments }: Omit<ProcessParts, 'commits' | 'isLate'>) {
  const { now } = clock
  const newId = createIdSource(clock)
  const ledger = createLedger({ ...db, now, leaseMs })
  const events = { emit: () => {} }
  const shared = { db, ledger, newId, now, events, wake: () => {}, report: async () => true }
  const source = {
    connector: commentedTickets(comments),
    rules: rulesFrom(),
    soarConnection: 'soar',
    label: 'events',
    tenant: 'default',
    results: 'all' as const,
  }
  const resultsSource = { ...source, connector: { system: 'results' as const }, results: 'none' as const }
  const sourceOfLink = (connection: string) => (connection === 'jira' ? source : resultsSource)
  const planParts = { ...shared, sourceOf: sourceOfLink, tableOf: (kind: EnrichmentKind) => tables[kind].name }
  const digestParts = {
    ...shared,
    sourceOf: () => source,
    isOpen: () => true,
    coalesceMs: 0,
    ignoresGone: false,
    onNamed: () => {},
  }
  const take = createTakeEnrichments({
    db,
    ledger,
    tables,
    fieldsName: 'fields',
    unknownColumns: 'keep',
    idempotencyMs: 3_600_000,
    newRecordId: () => newId().replaceAll('-', ''),
    now,
    events,
    onStored: () => {},
    mappings: mappingsFrom({ ...lastWord, fields: { ...lastWord.fields, raw_data: { from: 'report' } } }),
  })
  const post = (finding: string) =>
    take({
      kind: 'threat_lookup',
      caller: { id: 'k-1', name: 'script', roles: ['sn_sec_cmn.api_write'], tenant: 'default' },
      body: { enrichment_mapping_id: lastWord.id, raw_data: { observable: '203.0.113.77', finding, report: rawData } },
      query: {},
      idempotencyKey: undefined,
    })
  const insert = createReceiptInsert(db.read)
  const receipt = saying(
    { changes: [wholeState({ summary: 'Beacon', description: 'to 203.0.113.77' })] },
    { deliveryId: 'delivery-1' },
  )
  const deliver = (hold: LaneHold) => workThrough({ hold, clock, ledger, digestParts, planParts }, deliverParts)
  const deliverParts = {
    ...shared,
    sourceOf: sourceOfLink,
    connectorOf: (name: string) => (name === 'soar' ? soar : source.connector),
    policy: 'hold' as const,
    withTarget: createTargetLocks().run,
    judge: judging(clock),
    settleMs,
    lateSweepMs: 600_000,
  }
  return {
    /** A script posts until it is answered. */
    postResult: () => post('Suspicious'),
    changeResult: () => post('Malicious'),
    place: () => placeResults(shared),
    /** So does a ticketing system, with one id for all tries. */
    receiveTicket: () => db.write([insert(receipt)]),
    fileUnclaimed: () => fileUnclaimedResults({ ...shared, source: resultsSource, waitMs: 0 }),
    workLane: async (lane: string) => {
      const hold = await ledger.acquireLane(lane, newId())
      if (hold === null) throw new Error('the lane is held')
      await deliver(hold)
      while (!(await ledger.releaseLane(hold))) await deliver(hold)
    },
  }
}

interface LaneWork {
  hold: LaneHold
  clock: ManualClock
  ledger: Ledger
  digestParts: DigestParts
  planParts: PlanResultsParts
}

async function workThrough(
  { hold, clock, ledger, digestParts, planParts }: LaneWork,
  deliverParts: Parameters<typeof deliverJob>[0],
): Promise<void> {
  for (;;) {
    await digestLane(digestParts, hold)
    await planResults(planParts, hold)
    const job = nextJob(await ledger.openJobs(hold.lane))
    if (job === undefined) return
    clock.advance(Math.max(0, job.nextAt - clock.now()))
    await deliverJob(deliverParts, job, hold)
  }
}

function judging(clock: ManualClock): Parameters<typeof deliverJob>[0]['judge'] {
  const facts = { maxTries: 8, random: 0.5 }
  return {
    failure: (error, tried) => judge(error, { ...tried, ...facts, now: clock.now() }),
    absent: tried => judgeAbsent({ ...tried, ...facts, now: clock.now() }),
  }
}

/** Tickets that take the status comment as Jira does: one for each marker. */
function commentedTickets(comments: StatusComments): TicketConnector {
  return {
    ...createScriptedTickets(),
    apply: async (command, sending) => {
      if (command.kind !== 'upsert-status-comment') throw new Error(`no ${command.kind} here`)
      if (comments.texts.get(command.marker) !== command.text) {
        await sending.beforeWrite()
        comments.texts.set(command.marker, command.text)
        comments.writes += 1
      }
      return { id: '1', notes: [] }
    },
    lookUp: async command => {
      if (command.kind !== 'upsert-status-comment') throw new Error(`no ${command.kind} here`)
      return comments.texts.get(command.marker) === command.text
        ? { status: 'found', applied: { id: '1', notes: [] } }
        : { status: 'missing', what: 'the comment' }
    },
  }
}
