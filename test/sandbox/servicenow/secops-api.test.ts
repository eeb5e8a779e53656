import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

const path = '/api/sn_sec_cmn/secops_integration_capabilities'
const lookup = { source_engine: 'VirusTotal', finding: 'Malicious' }

let snow: ServiceNowStage
let observable: string
beforeAll(async () => {
  snow = await startServiceNowStage({ roles: ['itil', 'sn_ti.write', 'sn_sec_cmn.api_write'] }, [])
  observable = (await snow.call('POST', '/api/now/table/sn_ti_observable', { body: { value: 'evil.example' } })).body
    .result.sys_id
})
afterAll(() => snow.close())

const post = (body: unknown, resource = 'threat_lookup') => snow.call('POST', `${path}/${resource}`, { body })
const rows = async (query: string) =>
  (await snow.call('GET', `/api/now/table/sn_ti_lookup_result?sysparm_query=${query}`)).body.result

test.each([
  ['flat', (fields: object) => fields],
  ['in fields', (fields: object) => ({ fields })],
])('a result is a record of its table, its columns %s', async (how, wrap) => {
  const { status, body } = await post(wrap({ observable, ...lookup, details: how }))
  expect([status, body]).toEqual([201, { success: true, table: 'sn_ti_lookup_result', sys_id: expect.any(String) }])
  expect(await rows(`details=${how}`)).toMatchObject([{ sys_id: body.sys_id, finding: 'Malicious' }])
})

test('flags count in the query and in the body, and a version may stand in the path', async () => {
  const versioned = path.replace('sn_sec_cmn', 'sn_sec_cmn/v1')
  const query = 'simple_response=true&include_wrap=true'
  const { body } = await snow.call('POST', `${versioned}/ci_enrichment?${query}`, { body: { cmdb_ci: 'web-01' } })
  expect(body).toEqual({ result: { success: true } })
  expect((await post({ observable, ignore_mandatory_fields: 'true' })).status).toBe(201)
})

test.each([
  [{}, 400, 'Invalid post body'],
  [[lookup], 400, 'Invalid post body'],
  [{ fields: {} }, 400, 'No fields supplied'],
  [{ simple_response: true }, 400, 'No fields supplied'],
  [{ finding: 'Clean' }, 400, 'Mandatory fields missing: observable,source_engine'],
])('%j is refused in its own words', async (body, status, message) => {
  const answer = await post(body)
  expect([answer.status, answer.body]).toEqual([status, { error: { message, detail: null }, status: 'failure' }])
})

test('it is for its role, for posts, and for nothing else', async () => {
  const stranger = await snow.call('POST', `${path}/threat_lookup`, { body: lookup, user: 'beth.anglin' })
  expect([stranger.status, stranger.body.error.message]).toEqual([403, 'Insufficient access'])
  expect((await snow.call('GET', `${path}/threat_lookup`)).status).toBe(405)
  expect((await post(lookup, 'other')).body.error.message).toBe('Requested URI does not represent any resource')
})
