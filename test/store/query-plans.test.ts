import { Kysely, SqliteDialect } from 'kysely'
import { createLedger } from '../../src/outbox/ledger'
import type { LaneHold } from '../../src/outbox/outbox'
import { findKey, findKeyProof } from '../../src/store/api-keys'
import { listApprovalLinks } from '../../src/store/approval-list'
import { runningBackfills } from '../../src/store/backfills'
import { findCheckpoint } from '../../src/store/checkpoints'
import type { Database } from '../../src/store/database'
import { listEnrichmentRows } from '../../src/store/enrichment-list'
import { lastFieldWrites } from '../../src/store/field-writes'
import { busyLanes, failuresOf } from '../../src/store/lane-states'
import { linksNamed, nameLink } from '../../src/store/link-names'
import { findLink, findLinkById, linksAfter, linksOfContainer, saveLink } from '../../src/store/links'
import {
  countJobsByState,
  countLinks,
  listJobRows,
  listLinkRows,
  listReceiptRows,
  timelineRows,
} from '../../src/store/lists'
import { createPurgeStore } from '../../src/store/purge'
import { findDuplicate, markProcessed, pendingReceipts } from '../../src/store/receipts'
import { dueNames, linkResult, planAllAgain, resultsToPlan } from '../../src/store/result-links'
import type { Statement } from '../../src/store/statement'
import type { Tables } from '../../src/store/tables'
import { talkTwins, twinIdentifiers } from '../../src/store/twins'
import { fileUnclaimed, unclaimedResults } from '../../src/store/unclaimed-results'
import { buildJob, buildLink, buildSettlement, nextId } from '../builders/rows'
import { type OpenedStore, openStore } from '../support/open-store'

let store: OpenedStore
let asked: { sql: string; parameters: readonly unknown[] }[]
/** The database, telling every statement before it runs. */
let db: Pick<Database, 'read' | 'write'>

beforeAll(async () => {
  store = await openStore()
  const read = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: store.raw }),
    log: event => void asked.push({ sql: event.query.sql, parameters: event.query.parameters }),
  })
  const write = (statements: Statement[]) => {
    asked.push(...statements)
    return store.db.write(statements)
  }
  db = { read, write }
})
beforeEach(() => {
  asked = []
})
afterAll(() => store.close())

function plansOf(): string[] {
  return asked.map(({ sql, parameters }) => {
    const steps = store.raw.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[]
    return steps.map(step => step.detail).join('; ')
  })
}

/** Steps that grow with the table: walking it, or sorting what was found, unless one key finds only a few. */
function slowSteps(plan: string): string[] {
  const findsFew = /\(ticket_key=\?\)|\(ticket_id=\?\)/.test(plan)
  const isSlow = (step: string) => /^SCAN \w+$/.test(step) || (!findsFew && step === 'USE TEMP B-TREE FOR ORDER BY')
  return plan.split('; ').filter(isSlow)
}

const visible = null
const asked50 = { visible, upTo: nextId(), limit: 50 }
const page = { limit: 50, after: nextId() }
const ledger = () => createLedger({ ...db, now: () => 1000, leaseMs: 1000 })
const hold: LaneHold = { lane: 'jira/1', holder: 'w', fence: 1, leaseUntil: 0, digestedAt: 0 }
const linkKey = { connection: 'jira', ticketId: '1', soarConnection: 'soar' }
const sweep = { now: 1000, limit: 100, after: '', pausedConnections: ['soar'], heldConnections: ['jira'] }

const result = { kind: 'threat_lookup', id: 'r', createdAt: 1, modCount: 0 } as const
const place = { linkId: 'x', lane: 'jira/1', from: null }

/** What the plan must look like, and what must not be in it. */
const cases: [what: string, ask: () => Promise<unknown>, index: RegExp][] = [
  ['links by connection', () => listLinkRows(db.read, { connection: 'jira', visible }, page), /links_connection/],
  ['links by key', () => listLinkRows(db.read, { ticketKey: 'SEC-1', visible }, page), /links_key/],
  ['links by ticket id', () => listLinkRows(db.read, { ticketId: '1', visible }, page), /links_ticket_id/],
  ['links by container id', () => listLinkRows(db.read, { containerId: '7', visible }, page), /links_container_id/],
  ['all links', () => listLinkRows(db.read, { visible }, page), /sqlite_autoindex_links_1/],
  ['links with approvals', () => listApprovalLinks(db.read, { isPending: false, ...asked50 }), /links_approvals/],
  ['links that wait for somebody', () => listApprovalLinks(db.read, { isPending: true, ...asked50 }), /links_waiting/],
  ['links counted', () => countLinks(db.read, { connection: 'jira', visible }), /links_connection/],
  ['a link by its ticket', () => findLink(db.read, linkKey), /links_ticket /],
  ['a link by its id', () => findLinkById(db.read, 'x'), /sqlite_autoindex_links_1/],
  ['links in the order of their ids', () => linksAfter(db.read, 'x', 50), /sqlite_autoindex_links_1/],
  ['saving a link', () => db.write([saveLink(db.read, buildLink(), 1)]), /sqlite_autoindex_links_1/],
  [
    'links of a container',
    () => linksOfContainer(db.read, { soarConnection: 'soar', containerId: '7' }),
    /links_container /,
  ],
  ['copies of a link', () => talkTwins(db.read, 'x'), /sqlite_autoindex_twins_1/],
  ['last writes of a link', () => lastFieldWrites(db.read, 'x'), /field_writes_link/],
  [
    'where a poll goes on',
    () => findCheckpoint(db.read, { connection: 'soar', collection: 'note' }),
    /sqlite_autoindex_checkpoints_1/,
  ],
  ['backfills under way', () => runningBackfills(db.read), /backfills_running/],
  [
    'lanes that are busy',
    () => busyLanes(db.read, ['jira/1', 'jira/2'], 1000),
    /receipts_pending|jobs_open|autoindex_lanes/,
  ],
  ['lanes that need a person', () => failuresOf(db.read, ['jira/1', 'jira/2']), /receipts_done|jobs_open/],
  ['twins of a link', () => twinIdentifiers(db.read, 'x'), /sqlite_autoindex_twins_1/],
  [
    'quarantined receipts',
    () => listReceiptRows(db.read, { state: 'quarantined', visible }, page),
    /receipts_quarantined/,
  ],
  ['all receipts', () => listReceiptRows(db.read, { visible }, page), /sqlite_autoindex_receipts_1/],
  [
    'pending receipts of a lane',
    () => pendingReceipts(db.read, 'jira/1', { rows: 10, bytes: 1_000 }),
    /receipts_pending/,
  ],
  [
    'a duplicate',
    () => findDuplicate(db.read, { connection: 'j', deliveryId: 'd', version: 1, sha256: 's' }),
    /receipts_delivery/,
  ],
  ['a processed receipt', () => db.write([markProcessed(db.read, 'x', 1)]), /sqlite_autoindex_receipts_1/],
  ['jobs by state', () => listJobRows(db.read, { state: 'dead', visible }, page), /jobs_state/],
  ['all jobs', () => listJobRows(db.read, { visible }, page), /sqlite_autoindex_jobs_1/],
  ['jobs counted by state', () => countJobsByState(db.read), /jobs_state/],
  ['open jobs of a lane', () => ledger().openJobs('jira/1'), /jobs_open/],
  [
    'a job that is settled',
    () => db.write(ledger().settle(buildJob(), hold, buildSettlement())),
    /sqlite_autoindex_jobs_1/,
  ],
  ['jobs behind a discarded one', () => db.write(ledger().discard(buildJob(), 1)), /jobs_open|sqlite_autoindex_jobs_1/],
  [
    'jobs due for the late sweep',
    () => ledger().dueForLateSweep({ now: 1, limit: 10, connections: ['soar'] }),
    /jobs_late_sweep/,
  ],
  ['a lane that is taken', () => ledger().acquireLane('jira/1', 'w'), /sqlite_autoindex_lanes_1/],
  ['purged receipts', () => createPurgeStore(db).purgeReceipts(5, 10), /sqlite_autoindex_receipts_1/],
  ['purged jobs', () => createPurgeStore(db).purgeJobs(5, 10), /sqlite_autoindex_jobs_1/],
  ['purged attempts', () => createPurgeStore(db).purgeAttempts(5, 10), /sqlite_autoindex_attempts_1/],
  [
    'links by a name',
    () => linksNamed(db.read, { tenant: 'default', names: ['a', 'b'] }),
    /sqlite_autoindex_link_names_1/,
  ],
  ['a name that results wait for', () => db.write(nameLink(db.read, buildLink(), 'a')), /result_names_waiting/],
  ['results that are due', () => dueNames(db.read, 10), /result_names_due/],
  ['results of a lane', () => resultsToPlan(db.read, 'jira/1', 10), /sqlite_autoindex_results_to_plan_1/],
  ['results planned again', () => db.write(planAllAgain(db.read, place)), /threat_lookup_results_link/],
  ['a result that is linked', () => db.write(linkResult(db.read, result, place)), /sqlite_autoindex_result_names_1/],
  ['results that no ticket claims', () => unclaimedResults(db.read, 5, 10), /ci_enrichment_results_unclaimed/],
  [
    'a result that no ticket claims',
    () => db.write(fileUnclaimed(db.read, result, place)),
    /autoindex_threat_lookup_results_1.*result_names_/,
  ],
  ['ended keys of requests', () => createPurgeStore(db).purgeIdempotencyKeys(5, 10), /idempotency_keys_expiry/],
  [
    'results of a tenant',
    () => listEnrichmentRows(db.read, { tenant: 'default' }, page),
    /ci_enrichment_results_tenant.*\n.*\n.*threat_lookup_results_tenant/,
  ],
  ['all results', () => listEnrichmentRows(db.read, { tenant: null }, page), /autoindex_threat_lookup_results_1/],
  [
    'results of an observable',
    () => listEnrichmentRows(db.read, { tenant: 'default', observable: 'x' }, page),
    /threat_lookup_results_subject/,
  ],
  [
    'results of a CI',
    () => listEnrichmentRows(db.read, { tenant: null, ci: 'x' }, page),
    /ci_enrichment_results_subject/,
  ],
  [
    'results without a link',
    () => listEnrichmentRows(db.read, { tenant: null, kind: 'threat_lookup', state: 'unlinked' }, page),
    /threat_lookup_results_unlinked/,
  ],
  [
    'results since a time',
    () => listEnrichmentRows(db.read, { tenant: 'default', kind: 'threat_lookup', createdSince: 5 }, page),
    /threat_lookup_results_tenant \(tenant=\? AND id>\?/,
  ],
  ['an API key', () => findKey(db.read, 'x'), /sqlite_autoindex_api_keys_1/],
  ['what a shown key is held against', () => findKeyProof(db.read, 'x'), /sqlite_autoindex_api_keys_1/],
]

describe('the index look-up of', () => {
  test.each(cases)('%s', async (_, ask, index) => {
    await ask()
    const plans = plansOf()
    expect(plans.join('\n')).toMatch(index)
    expect(plans.flatMap(slowSteps)).toEqual([])
  })

  test('each reason for work in a sweep', async () => {
    await ledger().lanesWithWork(sweep)
    const plans = plansOf()
    for (const index of [/lanes_wanted/, /lanes_held/, /jobs_open/, /receipts_pending/])
      expect(plans.join('\n')).toMatch(index)
    expect(plans.flatMap(slowSteps)).toEqual([])
  })

  test('each kind of entry of a timeline', async () => {
    await timelineRows(db.read, { id: 'x', lane: 'jira/1' }, page)
    const plans = plansOf()
    for (const index of [/receipts_pending/, /receipts_done/, /changes_link/, /jobs_link/, /attempts_job/])
      expect(plans.join('\n')).toMatch(index)
    expect(plans.filter(plan => /SCAN \w+($|;)/.test(plan))).toEqual([])
  })

  test('nothing where there is no index, and this test would tell', async () => {
    await db.read.selectFrom('links').selectAll().where('ticket_url', '=', 'x').orderBy('updated_at').execute()
    expect(plansOf().flatMap(slowSteps)).toEqual(['SCAN links', 'USE TEMP B-TREE FOR ORDER BY'])
  })
})
