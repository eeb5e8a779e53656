import { readFileSync } from 'node:fs'
import type { Json } from '../../src/domain/json'
import type { Link } from '../../src/domain/link'
import type { EnrichmentKind } from '../../src/domain/result-table'
import type { PlaceParts } from '../../src/flows/place-results'
import { createTakeEnrichments } from '../../src/flows/take-enrichments'
import { newNamesOf } from '../../src/mapping/link-names'
import { parseResultTables } from '../../src/mapping/result-tables'
import { createLedger } from '../../src/outbox/ledger'
import { nameLink } from '../../src/store/link-names'
import { saveLink } from '../../src/store/links'
import { lastWord, mappingsFrom } from '../builders/enrichment-mappings'
import { buildLink } from '../builders/rows'
import { rulesFrom } from '../builders/some-rules'
import { createManualClock, type ManualClock } from './manual-clock'
import type { OpenedStore } from './open-store'

const tables = parseResultTables(readFileSync('tables/secops.yaml', 'utf8'), 'secops.yaml')
const tableOf = {
  ci_enrichment: 'ci_enrichment_results',
  observable_enrichment: 'observable_enrichment_results',
  threat_lookup: 'threat_lookup_results',
}

/** Links and results on a real database, without anything that delivers. */
export interface ResultsDesk {
  clock: ManualClock
  parts: PlaceParts & { woken: string[] }
  /** Saves a link as its digest would, names and all; `known` is how it stood before. */
  link(changes: Partial<Link>, known?: Link): Promise<Link>
  /** Posts one result, mandatory fields or not; answers its id. */
  post(fields: { [column: string]: Json }, more?: { kind?: EnrichmentKind; tenant?: string }): Promise<string>
  /** Posts one by the mapping `lastWord`, which changes the record that is there. */
  postLastWord(record: { observable: string; finding: string; task: string; note?: string }): Promise<string>
  /** What became of it: the id of its link, or why it has none. */
  placeOf(id: string, kind?: EnrichmentKind): string | null
}

export function openResultsDesk({ db, rows }: OpenedStore): ResultsDesk {
  const clock = createManualClock()
  const woken: string[] = []
  const ledger = createLedger({ ...db, now: clock.now, leaseMs: 30_000 })
  let ids = 0
  const newRecordId = () => {
    ids += 1
    return ids.toString(16).padStart(32, '0')
  }
  const take = createTakeEnrichments({
    db,
    ledger,
    tables,
    fieldsName: 'fields',
    unknownColumns: 'keep',
    idempotencyMs: 600_000,
    newRecordId,
    now: clock.now,
    events: { emit: () => {} },
    onStored: () => {},
    mappings: mappingsFrom(lastWord),
  })
  const { observables } = rulesFrom()
  const post: ResultsDesk['post'] = async (fields, { kind = 'threat_lookup', tenant = 'default' } = {}) => {
    const answer = await take({
      kind,
      caller: { id: 'k-1', name: 'script', roles: ['sn_sec_cmn.api_write'], tenant },
      body: { fields, ignore_mandatory_fields: true },
      query: {},
      idempotencyKey: undefined,
    })
    const outcome = 'refusal' in answer ? undefined : answer.outcomes[0]
    if (outcome === undefined || !('id' in outcome)) throw new Error(JSON.stringify(answer))
    return outcome.id
  }
  return {
    clock,
    parts: { db, ledger, woken, wake: lane => void woken.push(lane), events: { emit: () => {} } },
    link: async (changes, known) => {
      const link = buildLink(changes)
      const names = newNamesOf(known, link, { observables: { ...observables, hostFields: ['cmdb_ci'] } })
      await db.write([
        saveLink(db.read, link, known?.revision ?? null),
        ...names.flatMap(name => nameLink(db.read, link, name)),
      ])
      return link
    },
    post,
    postLastWord: record => post({ enrichment_mapping_id: lastWord.id, raw_data: record }),
    placeOf: (id, kind = 'threat_lookup') => {
      const [row] = rows<{ link_id: string | null; unlinked_reason: string | null }>(
        `select link_id, unlinked_reason from ${tableOf[kind]} where id = ?`,
        id,
      )
      return row?.link_id ?? row?.unlinked_reason ?? null
    },
  }
}
