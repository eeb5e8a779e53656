import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
beforeEach(async () => {
  snow = await startServiceNowStage({ now: () => Date.UTC(2026, 2, 4, 5, 6, 7) }, [])
})
afterEach(() => snow.close())

const path = '/api/now/table/incident'
const post = (body: unknown, query = '') => snow.call('POST', `${path}?${query}`, { body })

test('values are taken as people read them where the request says so', async () => {
  const body = {
    caller_id: 'Beth Anglin',
    assignment_group: 'Network',
    urgency: '1 - High',
    cmdb_ci: 'web-01.acme.example',
    due_date: '2026-03-04 00:00:00',
    assigned_to: 'nobody at all',
  }
  const made = await post(body, 'sysparm_input_display_value=true&sysparm_display_value=all')
  expect(made.body.result).toMatchObject({
    caller_id: { display_value: 'Beth Anglin', value: expect.stringMatching(/^\w{32}$/) },
    assignment_group: { display_value: 'Network' },
    urgency: { value: '1' },
    cmdb_ci: { display_value: 'web-01' },
    due_date: { display_value: '2026-03-04 00:00:00', value: '2026-03-04 08:00:00' },
    assigned_to: { value: 'nobody at all' },
  })
  const raw = await post(body, 'sysparm_exclude_reference_link=true')
  expect(raw.body.result).toMatchObject({ caller_id: 'Beth Anglin', due_date: '2026-03-04 00:00:00' })
})

test('what is longer than its column is cut', async () => {
  const { result } = (await post({ short_description: 'x'.repeat(200), correlation_id: 'y'.repeat(101) })).body
  expect([result.short_description.length, result.correlation_id.length]).toEqual([160, 100])
})

test('of several records only the first is taken', async () => {
  const made = await post([{ short_description: 'one' }, { short_description: 'two' }])
  expect(made.body.result.short_description).toBe('one')
  expect((await snow.call('GET', path)).body.result).toHaveLength(1)
})

test('a POST can stand for another method, and an answer can be left out', async () => {
  const { sys_id } = await snow.file()
  const headers = { 'X-HTTP-Method-Override': 'PATCH' }
  const patched = await snow.call('POST', `${path}/${sys_id}`, { headers, body: { urgency: '1' } })
  expect([patched.status, patched.body.result.urgency]).toEqual([200, '1'])
  const silent = await snow.call('POST', path, { headers: { 'X-no-response-body': 'true' }, body: {} })
  expect([silent.status, silent.body]).toEqual([201, ''])
  expect(silent.headers.get('location')).toContain(path)
})

test.each([
  [{ 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
  [{ Accept: 'application/xml' }, 406],
  [{ Accept: 'application/xml, application/json' }, 201],
])('with %j the answer is %i', async (headers, status) => {
  const made = await snow.call('POST', path, { headers, body: {} })
  expect(made.status).toBe(status)
  if (status !== 201) expect(made.body).toMatchObject({ error: { detail: null }, status: 'failure' })
})

test('a body that cannot be unpacked is refused in the shape of the platform', async () => {
  const refused = await snow.call('POST', path, { headers: { 'Content-Encoding': 'gzip' }, raw: 'no gzip' })
  expect([refused.status, refused.body.error.message]).toEqual([400, 'Exception while reading request'])
})

test('lists can do without their count and their links', async () => {
  await snow.file()
  const plain = await snow.call('GET', path)
  expect([plain.headers.get('x-total-count'), plain.headers.get('link')]).toEqual(['1', expect.any(String)])
  const bare = await snow.call('GET', `${path}?sysparm_no_count=true&sysparm_suppress_pagination_header=true`)
  expect([bare.headers.get('x-total-count'), bare.headers.get('link')]).toEqual([null, null])
})

test('numbers go on after one that was brought along', async () => {
  await post({ number: 'INC0020000' })
  expect((await snow.file()).number).toBe('INC0020001')
})

test('configuration items can be written, and are no tickets', async () => {
  const made = await snow.call('POST', '/api/now/table/cmdb_ci', { body: { name: 'db-01', ip_address: '10.0.0.1' } })
  expect(made.body.result).toMatchObject({ name: 'db-01', sys_class_name: 'cmdb_ci', sys_mod_count: '0' })
  expect(made.body.result).not.toHaveProperty('number')
  const item = `/api/now/table/cmdb_ci/${made.body.result.sys_id}`
  const changed = await snow.call('PUT', item, { body: { install_status: '1' } })
  expect(changed.body.result).toMatchObject({ name: 'db-01', install_status: '1', sys_mod_count: '1' })
})
