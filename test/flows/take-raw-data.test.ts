import type { Json } from '../../src/domain/json'
import type { EnrichmentKind } from '../../src/domain/result-table'
import type { EnrichmentRequest } from '../../src/flows/enrichment-request'
import {
  createTakeEnrichments,
  type EnrichmentAnswer,
  type TakeEnrichmentsParts,
} from '../../src/flows/take-enrichments'
import { createLedger } from '../../src/outbox/ledger'
import { mappingsFrom, shippedTables } from '../builders/enrichment-mappings'
import { createManualClock } from '../support/manual-clock'
import { type OpenedStore, openStore } from '../support/open-store'

const rule = {
  columns: ['observable', 'source_engine'],
  action: 'update',
  update: { finding: 'replace', details: 'append', result: 'append-unique', first_found: 'now' },
}
const mappings = mappingsFrom(
  {},
  { id: 'm-2', name: 'Host report', destination: 'ci_enrichment', fields: { cmdb_ci: { from: 'host' } } },
  { id: 'm-3', name: 'Feed', recordPath: 'items', each: true },
  { id: 'm-4', name: 'XML report', format: 'XML', recordPath: 'r' },
  { id: 'm-5', name: 'Last word', duplicates: rule },
  { id: 'm-6', name: 'First word', duplicates: { columns: rule.columns, action: 'skip' } },
  { id: 'm-7', name: 'Last words', recordPath: 'items', each: true, duplicates: rule },
)

let store: OpenedStore
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

let tenants = 0
let ids = 0
/** Each in a tenant of its own, so that all may share a database. */
function openTake(changes: Partial<TakeEnrichmentsParts> = {}) {
  tenants += 1
  const tenant = `tenant-${tenants}`
  const clock = createManualClock()
  const newRecordId = () => {
    ids += 1
    return String(ids).padStart(32, '0')
  }
  const take = createTakeEnrichments({
    db: store.db,
    ledger: createLedger({ ...store.db, now: clock.now, leaseMs: 30_000 }),
    tables: shippedTables,
    mappings,
    events: { emit: () => {} },
    onStored: () => {},
    fieldsName: 'fields',
    unknownColumns: 'keep',
    idempotencyMs: 60_000,
    newRecordId,
    now: clock.now,
    ...changes,
  })
  const post = (body: Json, more: Partial<EnrichmentRequest> = {}) => {
    const caller = { id: 'k-1', name: 'script', roles: ['sn_sec_cmn.api_write'] as const, tenant }
    return take({ kind: 'threat_lookup', caller, body, query: {}, idempotencyKey: undefined, ...more })
  }
  const postRaw = (mapping: string, data: Json, more: Record<string, Json> = {}) =>
    post({ enrichment_mapping_id: mapping, raw_data: typeof data === 'string' ? data : JSON.stringify(data), ...more })
  const stored = (kind: EnrichmentKind = 'threat_lookup') =>
    store
      .rows<{ id: string; record: string; mod_count: number; updated_by: string; updated_at: number }>(
        `select * from ${kind.replace('enrichment', 'enrichment_results').replace('lookup', 'lookup_results')} where tenant = ? order by id`,
        tenant,
      )
      .map(row => ({ ...row, record: JSON.parse(row.record) as Record<string, string> }))
  return { clock, tenant, take, post, postRaw, stored }
}

const refusalOf = (answer: EnrichmentAnswer) => ('refusal' in answer ? answer.refusal : undefined)
const outcomesOf = (answer: EnrichmentAnswer) => ('refusal' in answer ? [] : answer.outcomes)
const bad = { sha256: 'be9b', verdict: 'bad' }

describe('raw data with the id of a mapping', () => {
  test('is stored as the record that the mapping makes of it, with the raw data', async () => {
    const { postRaw, stored } = openTake()
    const answer = await postRaw('m-1', bad)
    expect(answer).toMatchObject({ isList: false, outcomes: [{ kind: 'threat_lookup', did: 'insert' }] })
    expect(stored().map(({ record }) => record)).toEqual([
      {
        observable: 'be9b',
        source_engine: 'Sandbox',
        finding: 'Malicious',
        details: '',
        enrichment_mapping_id: 'm-1',
        raw_data: JSON.stringify(bad),
      },
    ])
  })

  test('may name the mapping, stand below fields, and come as JSON itself', async () => {
    const { post, stored } = openTake()
    await post({ fields: { enrichment_mapping_id: 'Sandbox report', raw_data: bad } })
    expect(stored()).toMatchObject([{ record: { observable: 'be9b', raw_data: JSON.stringify(bad) } }])
  })

  test('goes to the table of the mapping, whichever resource it was posted to', async () => {
    const { postRaw, stored } = openTake()
    expect(outcomesOf(await postRaw('m-2', { host: 'web-01' }))).toMatchObject([{ kind: 'ci_enrichment' }])
    expect(stored('ci_enrichment')).toMatchObject([{ record: { cmdb_ci: 'web-01' } }])
    expect(stored()).toEqual([])
  })

  test('is filled up with the fields posted beside it, which win', async () => {
    const { postRaw, stored } = openTake()
    await postRaw('m-1', bad, { task: 'SIR0010001', source_engine: 'Mine', details: '' })
    expect(stored()).toMatchObject([{ record: { task: 'SIR0010001', source_engine: 'Mine', finding: 'Malicious' } }])
  })

  test('makes a record of each member of a list, told one by one', async () => {
    const { postRaw, stored } = openTake()
    const answer = await postRaw('m-3', { items: [bad, { verdict: 'bad' }, {}, { ...bad, sha256: 'c' }] })
    expect(answer).toMatchObject({
      isList: true,
      outcomes: [
        { did: 'insert' },
        { message: 'Mandatory fields missing: observable' },
        { message: 'No fields supplied' },
        { did: 'insert' },
      ],
    })
    expect(stored().map(({ record }) => record.raw_data)).toEqual([
      JSON.stringify(bad),
      JSON.stringify({ ...bad, sha256: 'c' }),
    ])
  })

  test('stands in a list like any other record', async () => {
    const { post, stored } = openTake()
    const raw = { enrichment_mapping_id: 'm-4', raw_data: '<r><sha256>a</sha256><verdict>bad</verdict></r>' }
    const flat = { observable: 'b', source_engine: 'Mine', finding: 'Clean' }
    const answer = await post([raw, flat, { ...raw, raw_data: '<r>' }])
    expect(outcomesOf(answer)).toMatchObject([{ did: 'insert' }, { did: 'insert' }, { message: 'Invalid post body' }])
    expect(stored().map(({ record }) => record.observable)).toEqual(['a', 'b'])
  })

  test.each([
    ['no such mapping', 'm-99', bad, 'Unable to persist record', 'secops.enrichmentMappings'],
    ['raw data in another format', 'm-1', '<r/>', 'Invalid post body', 'expects JSON'],
    ['a DOCTYPE', 'm-4', '<!DOCTYPE r [<!ENTITY a "x">]><r>&a;</r>', 'Invalid post body', 'DOCTYPE'],
    ['a key twice', 'm-1', '{"sha256":"a","sha256":"b"}', 'Invalid post body', 'each key'],
    ['nothing at its path', 'm-3', {}, 'No fields supplied', 'Feed'],
    ['nothing that it names', 'm-1', { other: 1 }, 'No fields supplied', 'empty'],
    ['a mandatory column left empty', 'm-1', { verdict: 'bad' }, 'Mandatory fields missing: observable', 'Fill'],
    ['more records than a request may make', 'm-3', { items: Array(501).fill(bad) }, 'Invalid post body', '500'],
  ])('is refused with %s, and leaves no row', async (_, mapping, data, message, detail) => {
    const { postRaw, stored } = openTake()
    expect(refusalOf(await postRaw(mapping, data))).toMatchObject({
      status: 400,
      message,
      detail: expect.stringContaining(detail),
    })
    expect(stored()).toEqual([])
  })

  test('is refused where lists of it make more records than a request may', async () => {
    const { post, stored } = openTake()
    const raw_data = { items: Array(300).fill(bad) }
    const answer = await post([
      { enrichment_mapping_id: 'm-3', raw_data },
      { enrichment_mapping_id: 'm-3', raw_data },
    ])
    expect(refusalOf(answer)).toMatchObject({ message: 'Invalid post body' })
    expect(stored()).toEqual([])
  })

  test('is refused where each of many records would copy long fields', async () => {
    const { postRaw, stored } = openTake()
    const answer = await postRaw('m-3', { items: Array(400).fill(bad) }, { note: 'x'.repeat(100_000) })
    expect(refusalOf(answer)).toMatchObject({
      message: 'Invalid post body',
      detail: expect.stringContaining('too long'),
    })
    expect(stored()).toEqual([])
  })

  test('is a plain column where the other of the two is missing', async () => {
    const { post, stored } = openTake()
    const flat = { observable: 'b', source_engine: 'Mine', finding: 'Clean' }
    await post({ ...flat, raw_data: '{"a":1}' })
    await post({ ...flat, enrichment_mapping_id: 'm-99' })
    expect(stored()).toMatchObject([{ record: { raw_data: '{"a":1}' } }, { record: { enrichment_mapping_id: 'm-99' } }])
  })
})

describe('a rule of duplication', () => {
  test('that updates changes the record that is there as it says, and counts the change', async () => {
    const { postRaw, stored, clock } = openTake()
    const [first] = outcomesOf(await postRaw('m-5', { ...bad, notes: 'seen' }, { result: 'a' }))
    clock.advance(1_000)
    const [second] = outcomesOf(await postRaw('m-5', { ...bad, verdict: 0, notes: 'gone' }, { result: 'b' }))
    await postRaw('m-5', { ...bad, verdict: 0, notes: '' }, { result: 'a' })
    expect(second).toMatchObject({ did: 'update', id: first && 'id' in first && first.id })
    expect(stored()).toMatchObject([
      {
        mod_count: 2,
        record: {
          finding: 'Clean',
          details: 'seen\ngone',
          result: 'a, b',
          first_found: new Date(clock.now()).toISOString().slice(0, 19).replace('T', ' '),
        },
      },
    ])
  })

  test('that skips leaves the record as it is, and answers with it', async () => {
    const { postRaw, stored } = openTake()
    const [first] = outcomesOf(await postRaw('m-6', bad))
    const [second] = outcomesOf(await postRaw('m-6', { ...bad, verdict: 0 }))
    expect(second).toEqual({ ...first, did: 'skip' })
    expect(stored()).toMatchObject([{ mod_count: 0, record: { finding: 'Malicious' } }])
  })

  test('finds records that scripts posted as fields, too', async () => {
    const { post, postRaw, stored } = openTake()
    const flat = { observable: 'be9b', source_engine: 'Sandbox', finding: 'Unknown' }
    await post(flat)
    await post({ ...flat, details: 'again' })
    await postRaw('m-5', bad)
    expect(stored()).toMatchObject([
      { mod_count: 1, record: { finding: 'Malicious' } },
      { mod_count: 0, record: { finding: 'Unknown' } },
    ])
  })

  test('makes a new record where an identifying column is empty, or another tenant has it', async () => {
    const { postRaw, stored, take, tenant } = openTake()
    await postRaw('m-5', { verdict: 'bad' }, { ignore_mandatory_fields: true })
    await postRaw('m-5', { verdict: 0 }, { ignore_mandatory_fields: true })
    expect(stored()).toHaveLength(2)
    await postRaw('m-5', bad)
    const body = { enrichment_mapping_id: 'm-5', raw_data: bad }
    const caller = { id: 'k-1', name: 'x', roles: ['sn_sec_cmn.api_write'] as const, tenant: `${tenant}-other` }
    const answer = await take({ kind: 'threat_lookup', caller, body, query: {}, idempotencyKey: undefined })
    expect(outcomesOf(answer)).toMatchObject([{ did: 'insert' }])
    expect(stored()).toHaveLength(3)
  })

  test('holds among the records of one request', async () => {
    const { postRaw, stored } = openTake()
    const items = [bad, { ...bad, verdict: 0 }, { ...bad, sha256: 'c' }, { ...bad, verdict: 'odd' }]
    const outcomes = outcomesOf(await postRaw('m-7', { items }))
    expect(outcomes.map(outcome => ('did' in outcome ? outcome.did : ''))).toEqual([
      'insert',
      'update',
      'insert',
      'update',
    ])
    expect(stored()).toMatchObject([
      { mod_count: 0, record: { finding: 'Unknown' } },
      { mod_count: 0, record: { observable: 'c' } },
    ])
    await postRaw('m-7', { items: [bad, { ...bad, verdict: 0 }] })
    expect(stored()).toMatchObject([{ mod_count: 1, record: { finding: 'Clean' } }, { mod_count: 0 }])
  })

  test('changes the record that was stored first, also where a like one comes in the same request', async () => {
    const { post, postRaw, stored } = openTake()
    const flat = { observable: 'be9b', source_engine: 'Sandbox', finding: 'Unknown' }
    const change = { enrichment_mapping_id: 'm-5', raw_data: bad }
    await post([flat, change])
    expect(stored()).toMatchObject([{ record: { finding: 'Malicious' } }])
    await post([
      { ...flat, details: 'again' },
      { ...change, details: 'more' },
    ])
    expect(stored()).toMatchObject([{ mod_count: 1, record: { details: 'more' } }, { record: { details: 'again' } }])
    expect(await postRaw('m-6', bad)).toMatchObject({ outcomes: [{ id: stored()[0]?.id, did: 'skip' }] })
  })

  test('makes one record of many posts in parallel, and counts each of them once', async () => {
    const { postRaw, stored } = openTake()
    const posts = Array.from({ length: 20 }, (_, i) => postRaw('m-5', { ...bad, notes: `n${i}` }))
    expect((await Promise.all(posts)).map(refusalOf)).toEqual(Array(20).fill(undefined))
    const [only, ...others] = stored()
    expect({ others, modCount: only?.mod_count }).toEqual({ others: [], modCount: 19 })
    expect(new Set(only?.record.details?.split('\n')).size).toBe(20)
  })

  test('changes nothing when the same request comes again', async () => {
    const { postRaw, stored } = openTake()
    await postRaw('m-5', { ...bad, notes: 'seen' })
    const change = { ...bad, notes: 'again' }
    const first = await postRaw('m-5', change)
    const second = await postRaw('m-5', change)
    expect(second).toEqual({ ...first, isReplay: true })
    expect(stored()).toMatchObject([{ mod_count: 1, record: { details: 'seen\nagain' } }])
  })

  test('cuts what grows beyond its column', async () => {
    const { postRaw, stored } = openTake()
    for (const letter of ['a', 'b']) await postRaw('m-5', { ...bad, notes: letter.repeat(3_000) })
    expect(stored()[0]?.record.details).toBe(`${'a'.repeat(3_000)}\n${'b'.repeat(999)}`)
  })
})
