import { readFileSync } from 'node:fs'
import type { Json } from '../../src/domain/json'
import type { EnrichmentKind } from '../../src/domain/result-table'
import type { EnrichmentRequest } from '../../src/flows/enrichment-request'
import {
  createTakeEnrichments,
  type EnrichmentAnswer,
  type TakeEnrichmentsParts,
} from '../../src/flows/take-enrichments'
import { parseResultTables } from '../../src/mapping/result-tables'
import { createLedger } from '../../src/outbox/ledger'
import type { Events } from '../../src/telemetry/events'
import { createManualClock } from '../support/manual-clock'
import { type OpenedStore, openStore } from '../support/open-store'

const tables = parseResultTables(readFileSync('tables/secops.yaml', 'utf8'), 'secops.yaml')
const lookup = { observable: '198.51.100.7', source_engine: 'VirusTotal', finding: 'Malicious' }
const minuteMs = 60_000

let store: OpenedStore
beforeEach(async () => {
  store = await openStore()
})
afterEach(() => store.close())

function openTake(changes: Partial<TakeEnrichmentsParts> = {}) {
  const clock = createManualClock()
  let ids = 0
  const newRecordId = () => {
    ids += 1
    return String(ids).padStart(32, '0')
  }
  const take = createTakeEnrichments({
    db: store.db,
    ledger: createLedger({ ...store.db, now: clock.now, leaseMs: 30_000 }),
    tables,
    mappings: [],
    fieldsName: 'fields',
    unknownColumns: 'keep',
    idempotencyMs: 10 * minuteMs,
    newRecordId,
    now: clock.now,
    events: { emit: () => {} },
    onStored: () => {},
    ...changes,
  })
  const post = (body: Json | undefined, more: Partial<EnrichmentRequest> = {}) =>
    take({
      kind: 'threat_lookup',
      caller: { id: 'k-1', name: 'vt-script', roles: ['sn_sec_cmn.api_write'], tenant: 'default' },
      body,
      query: {},
      idempotencyKey: undefined,
      ...more,
    })
  return { clock, post }
}

const stored = (table = 'threat_lookup_results') =>
  store.rows<{ id: string; record: string; unknown: string; created_by: string; tenant: string }>(
    `select * from ${table} order by id`,
  )
const refusalOf = (answer: EnrichmentAnswer) => ('refusal' in answer ? answer.refusal : undefined)
const idsOf = (answer: EnrichmentAnswer) =>
  'refusal' in answer ? [] : answer.outcomes.map(outcome => ('id' in outcome ? outcome.id : null))

describe('a posted result', () => {
  test.each<[kind: EnrichmentKind, table: string, fields: Record<string, string>]>([
    ['threat_lookup', 'threat_lookup_results', lookup],
    ['observable_enrichment', 'observable_enrichment_results', { observable: 'evil.example', result: 'registered' }],
    ['ci_enrichment', 'ci_enrichment_results', { cmdb_ci: 'web-01', details: 'patched' }],
  ])('of the kind %s is stored in its table, with its author', async (kind, table, fields) => {
    const answer = await openTake().post({ fields }, { kind })
    expect(refusalOf(answer)).toBeUndefined()
    expect(stored(table)).toMatchObject([
      { id: idsOf(answer)[0], record: JSON.stringify(fields), created_by: 'vt-script', tenant: 'default' },
    ])
  })

  test('keeps aside what its table has no column for, or is refused, by configuration', async () => {
    const fields = { ...lookup, vendor_score: 97 }
    await openTake().post(fields)
    expect(stored()).toMatchObject([{ unknown: '{"vendor_score":97}' }])
    const answer = await openTake({ unknownColumns: 'refuse' }).post({ ...fields, vendor_score: 98 })
    expect(refusalOf(answer)).toEqual({
      status: 400,
      message: 'Unable to persist record',
      detail: 'sn_ti_lookup_result has no column vendor_score.',
    })
    expect(stored()).toHaveLength(1)
  })

  test('may miss mandatory fields only where that was asked for', async () => {
    const { post } = openTake()
    expect(refusalOf(await post({ result: 'x' }))).toMatchObject({
      status: 400,
      message: 'Mandatory fields missing: observable,source_engine,finding',
    })
    expect(stored()).toEqual([])
    expect(refusalOf(await post({ result: 'x' }, { query: { ignore_mandatory_fields: 'true' } }))).toBeUndefined()
    expect(stored()).toHaveLength(1)
  })

  test.each<[what: string, body: Json | undefined, message: string]>([
    ['no body', undefined, 'Invalid post body'],
    ['an empty body', {}, 'Invalid post body'],
    ['no fields', { fields: {} }, 'No fields supplied'],
    ['empty fields', { fields: { observable: '', finding: null } }, 'No fields supplied'],
    ['nothing but flags', { simple_response: true }, 'No fields supplied'],
    ['a value of another type', { ...lookup, first_found: 'yesterday' }, 'Unable to persist record'],
    ['a word that is no choice', { ...lookup, finding: 'Bad' }, 'Unable to persist record'],
  ])('with %s is refused in the exact words, and leaves no row', async (_, body, message) => {
    expect(refusalOf(await openTake().post(body))?.message).toBe(message)
    expect(stored()).toEqual([])
    expect(store.rows('select * from idempotency_keys')).toEqual([])
  })

  test('of a caller without the role is refused before anything is looked at', async () => {
    const caller = { id: 'k-2', name: 'viewer', roles: ['bridge.admin'] as const, tenant: 'default' }
    expect(refusalOf(await openTake().post(undefined, { caller }))).toMatchObject({
      status: 403,
      message: 'Insufficient access',
    })
  })
})

describe('a list', () => {
  test('is judged record by record, and what is good is stored in one transaction', async () => {
    const answer = await openTake().post([lookup, { result: 'x' }, 'text', { ...lookup, observable: 'evil.example' }])
    if ('refusal' in answer) throw new Error(answer.refusal.message)
    expect(answer.outcomes).toMatchObject([
      { id: expect.any(String) },
      { message: 'Mandatory fields missing: observable,source_engine,finding' },
      { message: 'Invalid post body' },
      { id: expect.any(String) },
    ])
    expect(stored()).toHaveLength(2)
    expect(store.commits.at(-1)).toBe(1)
  })

  test('of nothing good stores nothing', async () => {
    const answer = await openTake().post([{ result: 'x' }])
    expect(answer).toMatchObject({ isList: true, outcomes: [{ status: 400 }] })
    expect(stored()).toEqual([])
  })
})

describe('the same request again', () => {
  test('is one record however often and however parallel it comes', async () => {
    const { post } = openTake()
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(lookup)))
    expect(new Set(answers.flatMap(idsOf)).size).toBe(1)
    expect(stored()).toHaveLength(1)
    expect(answers.filter(answer => 'isReplay' in answer && !answer.isReplay)).toHaveLength(1)
  })

  test('is another result after the window', async () => {
    const { post, clock } = openTake()
    await post(lookup)
    clock.advance(10 * minuteMs - 1)
    await post(lookup)
    expect(stored()).toHaveLength(1)
    clock.advance(1)
    await post(lookup)
    expect(stored()).toHaveLength(2)
  })

  test('is known by its Idempotency-Key, and with another body refused', async () => {
    const { post } = openTake()
    const first = await post(lookup, { idempotencyKey: 'a' })
    expect(idsOf(await post(lookup, { idempotencyKey: 'a' }))).toEqual(idsOf(first))
    expect(refusalOf(await post({ ...lookup, result: 'other' }, { idempotencyKey: 'a' }))).toMatchObject({
      status: 422,
      detail: expect.stringContaining('Idempotency-Key'),
    })
    await post(lookup, { idempotencyKey: 'b' })
    expect(stored()).toHaveLength(2)
  })

  test('of another caller, tenant or kind is another result', async () => {
    const { post } = openTake()
    const caller = { id: 'k-9', name: 'other', roles: ['sn_sec_cmn.api_write'] as const, tenant: 'default' }
    await post(lookup)
    await post(lookup, { caller })
    await post(lookup, { caller: { ...caller, tenant: 'acme' } })
    expect(stored()).toHaveLength(3)
    await post(lookup, { kind: 'observable_enrichment' })
    expect(stored('observable_enrichment_results')).toHaveLength(1)
  })
})

test('what became of a post is told in numbers: nothing of what it says, and nothing where all was refused', async () => {
  const told: unknown[] = []
  const events: Events = { emit: (name, fields) => void told.push([name, fields]) }
  const { post } = openTake({ events })
  await post([lookup, { result: 'x' }, { ...lookup, observable: 'evil.example' }])
  await post([lookup, { result: 'x' }, { ...lookup, observable: 'evil.example' }])
  await post({ result: 'x' })
  const shared = { kind: 'threat_lookup', tenant: 'default', updated: 0, skipped: 0, ms: 0 }
  expect(told).toEqual([
    ['enrichment.stored', { ...shared, created: 2, replayed: 0 }],
    ['enrichment.stored', { ...shared, created: 0, replayed: 2 }],
  ])
})
