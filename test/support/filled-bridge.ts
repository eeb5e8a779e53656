import { createIdSource } from '../../src/domain/ids'
import type { Job } from '../../src/domain/job'
import { createLedger } from '../../src/outbox/ledger'
import { insertChange } from '../../src/store/changes'
import { openDatabase } from '../../src/store/database'
import { saveLink } from '../../src/store/links'
import { createReceiptInsert } from '../../src/store/receipts'
import { buildJob, buildLink, buildReceipt, newYear } from '../builders/rows'
import { type BridgeSetup, openBridge, type RunningBridge } from './bridge'
import { createFolder } from './open-store'

export interface FilledBridge extends RunningBridge {
  /** Ids in the order in which they were made. */
  ids: { links: string[]; receipts: string[]; jobs: string[]; timeline: string[] }
}

const nowhere = 'http://127.0.0.1:9'

/**
 * A bridge whose database holds five links of `jira` and two of `servicenow`, a receipt and a job in every state for
 * each, and one link (the first) with a timeline. Nothing is delivered: SOAR is nowhere.
 */
export async function openFilledBridge(setup: Partial<BridgeSetup> = {}): Promise<FilledBridge> {
  const folder = createFolder()
  const ids = await fill(`${folder}/bridge.db`)
  const bridge = await openBridge({
    soarUrl: nowhere,
    soarToken: 'x',
    jiraUrl: nowhere,
    servicenowUrl: nowhere,
    folder,
    ...setup,
  })
  return { ...bridge, ids }
}

async function fill(file: string): Promise<FilledBridge['ids']> {
  const db = await openDatabase({ file })
  const newId = createIdSource({ now: () => newYear })
  const ledger = createLedger({ ...db, now: () => newYear, leaseMs: 1000 })
  const insert = createReceiptInsert(db.read)
  const ids: FilledBridge['ids'] = { links: [], receipts: [], jobs: [], timeline: [] }
  const connections = ['jira', 'jira', 'jira', 'jira', 'jira', 'servicenow', 'servicenow']
  for (const [index, connection] of connections.entries()) {
    const link = buildLink({
      id: newId(),
      connection,
      ticketId: `${100 + index}`,
      ticketKey: `SEC-${index}`,
      containerId: `${index}`,
      state: 'linked',
    })
    const lane = `${connection}/${link.ticketId}`
    const receipt = buildReceipt({ id: newId(), connection, lane, state: receiptStates[index % 3] ?? 'processed' })
    const state = jobStates[index] ?? 'confirmed'
    const job = buildJob({ id: newId(), lane, linkId: link.id, state, nextAt: newYear + 1e12 })
    await db.write([saveLink(db.read, link, null), insert(receipt), ledger.enqueue(job)])
    ids.links.push(link.id)
    ids.receipts.push(receipt.id)
    ids.jobs.push(job.id)
  }
  const link = { id: ids.links[0] ?? '', lane: 'jira/100' }
  ids.timeline = [ids.receipts[0] ?? '', ids.jobs[0] ?? '']
  for (let number = 0; number < 5; number += 1) {
    const change = {
      id: newId(),
      lane: link.lane,
      linkId: link.id,
      receiptId: ids.receipts[0] ?? '',
      kind: 'ticket-state',
    }
    const rest = {
      identity: 'x',
      versionAt: newYear,
      detail: {},
      decisions: [],
      mappingVersion: 'v1',
      createdAt: newYear,
    }
    await db.write([insertChange(db.read, { ...change, ...rest })])
    ids.timeline.push(change.id)
  }
  await db.close()
  return ids
}

/** None of these asks for work. */
const receiptStates = ['processed', 'quarantined', 'ignored'] as const
const jobStates: Job['state'][] = ['dead', 'dead', 'waiting', 'confirmed', 'superseded', 'discarded', 'confirmed']
