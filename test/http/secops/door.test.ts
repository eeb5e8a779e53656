import { openBridge, type RunningBridge } from '../../support/bridge'
import { openKey, openTenantKey } from '../../support/open-key'
import { openUser } from '../../support/open-user'
import { countEnrichments, type Posted, postEnrichment, secopsBase, someLookup } from '../../support/post-enrichment'
import { readTables } from '../../support/read-bridge'

const nowhere = 'http://127.0.0.1:9'
const versionedBase = '/api/sn_sec_cmn/v1/secops_integration_capabilities'
let bridge: RunningBridge
let writer: string

beforeAll(async () => {
  bridge = await openBridge({ soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere })
  writer = `Bearer ${await openKey(bridge, 'sn_sec_cmn.api_write')}`
})
afterAll(() => bridge.close())

let posts = 0
/** Another result each time, unless it is given. */
function post(posted: Partial<Posted> = {}) {
  posts += 1
  return postEnrichment(bridge, { as: writer, body: { ...someLookup, result: `result ${posts}` }, ...posted })
}
const storedLookup = (id: string) =>
  readTables<{ record: string; unknown: string; tenant: string; created_by: string }>(
    bridge.folder,
    `select * from threat_lookup_results where id = '${id}'`,
  )[0]

describe('a stored record', () => {
  test.each([
    ['ci_enrichment', 'sn_sec_cmn_ci_enrichment_result', { cmdb_ci: 'web-01' }],
    ['observable_enrichment', 'sn_ti_observable_enrichment_result', { observable: 'evil.example' }],
    ['threat_lookup', 'sn_ti_lookup_result', someLookup],
  ])(
    'of %s is answered 201 with its table, its sys_id and itself, at both addresses',
    async (resource, table, fields) => {
      for (const base of [secopsBase, versionedBase]) {
        const body = { fields: { ...fields, details: base } }
        const { status, body: answer, headers } = await post({ resource, base, body })
        expect({ status, type: headers.get('content-type') }).toEqual({ status: 201, type: 'application/json' })
        expect(answer).toEqual({
          status: 'success',
          table,
          sys_id: expect.stringMatching(/^[0-9a-f]{32}$/),
          record: {
            sys_id: answer.sys_id,
            sys_created_by: 'test',
            sys_created_on: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
            sys_mod_count: '0',
            sys_domain: 'default',
            ...fields,
            details: base,
          },
        })
        expect(
          readTables(bridge.folder, `select id from ${resource}_results where id = '${answer.sys_id}'`),
        ).toHaveLength(1)
      }
    },
  )

  test('belongs to the user who posts, and to that tenant', async () => {
    const user = await openUser(bridge, 'sn_sec_cmn.api_write', 'emea')
    const { body } = await post({ as: user })
    expect(body.record).toMatchObject({ sys_created_by: 'sn_sec_cmn.api_write@emea', sys_domain: 'emea' })
    expect(storedLookup(body.sys_id)).toMatchObject({ tenant: 'emea', created_by: 'sn_sec_cmn.api_write@emea' })
  })

  test('of a caller of all tenants belongs to the default one', async () => {
    const all = `Bearer ${await openTenantKey(bridge, '*', ['sn_sec_cmn.api_write'])}`
    const { body } = await post({ as: all })
    expect(body.record.sys_domain).toBe('default')
    expect(storedLookup(body.sys_id)).toMatchObject({ tenant: 'default' })
  })

  test('keeps aside what its table has no column for', async () => {
    const { body } = await post({ body: { ...someLookup, vendor_score: 97 } })
    expect(body.record).not.toHaveProperty('vendor_score')
    expect(storedLookup(body.sys_id)?.unknown).toBe('{"vendor_score":97}')
  })
})

describe('flags', () => {
  test.each<[where: string, flags: (wanted: Record<string, boolean>) => Partial<Posted>]>([
    [
      'query',
      wanted => ({
        query: `?${Object.entries(wanted)
          .map(pair => pair.join('='))
          .join('&')}`,
      }),
    ],
    ['body', wanted => ({ body: { ...someLookup, result: `in the body ${JSON.stringify(wanted)}`, ...wanted } })],
  ])('in the %s say how the answer looks', async (_, place) => {
    const simple = await post(place({ simple_response: true }))
    expect(simple).toMatchObject({ status: 201 })
    expect(simple.body).toEqual({ status: 'success' })
    const wrapped = await post(place({ include_wrap: true }))
    expect(wrapped.body).toEqual({ result: expect.objectContaining({ status: 'success', sys_id: expect.any(String) }) })
    const both = await post(place({ include_wrap: true, simple_response: true, ignore_mandatory_fields: false }))
    expect(both.body).toEqual({ result: { status: 'success' } })
  })

  test('that the query and the body give differently are a mistake, which is told', async () => {
    const before = countEnrichments(bridge)
    const { status, body } = await post({
      query: '?include_wrap=true',
      body: { ...someLookup, result: 'torn', include_wrap: false },
    })
    expect({ status, body }).toEqual({
      status: 400,
      body: {
        error: {
          message: 'Invalid post body',
          detail: 'include_wrap is true in the query and false in the body.',
        },
        status: 'failure',
      },
    })
    expect(countEnrichments(bridge)).toEqual(before)
  })

  test('that the door does not know are left alone, as the platform leaves them', async () => {
    expect((await post({ query: '?sysparm_fields=observable' })).status).toBe(201)
  })
})

describe('a list', () => {
  const good = (result: string) => ({ ...someLookup, result })

  test('that is good throughout is answered 201, record by record', async () => {
    const { status, body } = await post({ body: [good('one of two'), good('two of two')] })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      status: 'success',
      table: 'sn_ti_lookup_result',
      metadata: { total_records: 2, success_records: 2, error_records: 0 },
      success_records: [
        { index: 0, record: { result: 'one of two' } },
        { index: 1, record: { result: 'two of two' } },
      ],
      error_records: [],
    })
  })

  test('that is good in parts is answered 200, and says which and why', async () => {
    const body = { fields: [{ result: 'x' }, good('between'), 7, {}] }
    const { status, body: answer } = await post({ body, query: '?include_wrap=true' })
    expect(status).toBe(200)
    expect(answer.result).toMatchObject({
      status: 'partial_success',
      metadata: { total_records: 4, success_records: 1, error_records: 3 },
      success_records: [{ index: 1 }],
      error_records: [
        { index: 0, message: 'Mandatory fields missing: observable,source_engine,finding' },
        { index: 2, message: 'Invalid post body' },
        { index: 3, message: 'No fields supplied' },
      ],
    })
    const simple = await post({ body: { ...body, simple_response: 'true' } })
    expect(simple.body).toEqual({ status: 'partial_success' })
  })

  test('of which nothing is good fails as its first record does, and tells of each', async () => {
    const before = countEnrichments(bridge)
    const { status, body } = await post({ body: [{}, { result: 'x' }] })
    expect({ status, body }).toEqual({
      status: 400,
      body: {
        error: { message: 'No fields supplied', detail: expect.any(String) },
        status: 'failure',
        error_records: [
          { index: 0, message: 'No fields supplied', detail: expect.any(String) },
          { index: 1, message: expect.stringMatching(/^Mandatory fields missing: /), detail: expect.any(String) },
        ],
      },
    })
    const simple = await post({ body: [{}, { result: 'x' }], query: '?simple_response=true' })
    expect(Object.keys(simple.body)).toEqual(['error', 'status'])
    expect(countEnrichments(bridge)).toEqual(before)
  })
})

describe('the same request again', () => {
  test('100 times in parallel is one record, and every answer is the first one', async () => {
    const before = countEnrichments(bridge)
    const body = { ...someLookup, result: 'a hundred times' }
    const answers = await Promise.all(Array.from({ length: 100 }, () => post({ body })))
    expect(new Set(answers.map(answer => JSON.stringify([answer.status, answer.body]))).size).toBe(1)
    expect(answers[0]?.status).toBe(201)
    expect(answers.filter(({ headers }) => !headers.has('idempotency-replayed'))).toHaveLength(1)
    expect(countEnrichments(bridge)).toEqual({
      ...before,
      threat_lookup_results: (before.threat_lookup_results ?? 0) + 1,
      idempotency_keys: (before.idempotency_keys ?? 0) + 1,
    })
  })

  test('is known by its key, and with another body refused', async () => {
    const headers = { 'Idempotency-Key': 'run-7' }
    const body = { ...someLookup, result: 'by key' }
    const first = await post({ headers, body })
    const again = await post({ headers, body })
    expect(again).toMatchObject({ status: 201, body: first.body })
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    const before = countEnrichments(bridge)
    expect(await post({ headers })).toMatchObject({
      status: 422,
      body: { error: { message: 'Invalid post body', detail: expect.stringContaining('Idempotency-Key') } },
    })
    expect(countEnrichments(bridge)).toEqual(before)
    const other = await post({ headers: { 'Idempotency-Key': 'run-8' }, body })
    expect(other.body.sys_id).not.toBe(first.body.sys_id)
  })

  test.each(['', ' ', 'two words', 'x'.repeat(201)])('is not known by a key like %j', async key => {
    expect(await post({ headers: { 'Idempotency-Key': key } })).toMatchObject({
      status: 400,
      body: { error: { message: 'Invalid post body' } },
    })
  })

  test('of another caller is another result', async () => {
    const body = { ...someLookup, result: 'of two' }
    const other = `Bearer ${await openKey(bridge, 'sn_sec_cmn.api_write')}`
    const [one, two] = [await post({ body }), await post({ body, as: other })]
    expect(two).toMatchObject({ status: 201 })
    expect(two.body.sys_id).not.toBe(one.body.sys_id)
  })
})

test('a denial at the door stands in the audit log with its route, and nothing that the caller wrote', async () => {
  const viewer = await openKey(bridge, 'bridge.viewer')
  const own = await openBridge({ soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere })
  try {
    const key = await openKey(own, 'bridge.viewer')
    await postEnrichment(own, { as: `Bearer ${key}`, body: someLookup, query: '?a=canary' })
    await postEnrichment(own, { as: `Bearer ${viewer}`, body: someLookup })
    await own.stop()
    const rows = readTables<{ subject: string; caller: string; detail: string }>(
      own.folder,
      "select * from audit_log where action = 'access.denied' order by id",
    )
    expect(rows.map(({ subject, caller, detail }) => [subject, caller, JSON.parse(detail).status])).toEqual([
      [`POST ${secopsBase}/threat_lookup`, key.split('_')[1], 403],
      [`POST ${secopsBase}/threat_lookup`, 'nobody', 401],
    ])
  } finally {
    await own.close()
  }
})
