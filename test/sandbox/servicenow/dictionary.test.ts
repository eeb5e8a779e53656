import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
beforeAll(async () => {
  snow = await startServiceNowStage({ columns: { incident: ['u_soar_id'], task: ['u_shared'] } }, [])
})
afterAll(() => snow.close())

const read = async (table: string, query: string) =>
  (await snow.call('GET', `/api/now/table/${table}?sysparm_query=${encodeURIComponent(query)}`)).body.result

test.each([
  ['incident', 'caller_id', 'reference', 'sys_user'],
  ['incident', 'u_soar_id', 'string', ''],
  ['task', 'short_description', 'string', ''],
  ['task', 'u_shared', 'string', ''],
  ['task', 'priority', 'integer', ''],
  ['task', 'active', 'boolean', ''],
  ['task', 'opened_at', 'glide_date_time', ''],
  ['task', 'work_notes', 'journal_input', ''],
  ['task', 'sys_id', 'GUID', ''],
  ['sn_si_incident', 'business_criticality', 'integer', ''],
  ['sn_ti_lookup_result', 'observable', 'reference', 'sn_ti_observable'],
])('the dictionary of %s describes %s', async (name, element, type, reference) => {
  const [entry, ...others] = await read('sys_dictionary', `name=${name}^element=${element}`)
  expect(others).toEqual([])
  expect(entry.internal_type).toEqual({ link: `${snow.url}/api/now/table/sys_glide_object?name=${type}`, value: type })
  const link = `${snow.url}/api/now/table/sys_db_object?name=${reference}`
  expect(entry.reference).toEqual(reference === '' ? '' : { link, value: reference })
})

test('columns that a table inherits stand with the table it extends', async () => {
  expect(await read('sys_dictionary', 'name=incident^element=short_description')).toEqual([])
  const [incident] = await read('sys_db_object', 'name=incident')
  const [task] = await read('sys_db_object', 'name=task')
  expect(incident).toMatchObject({ label: 'Incident', super_class: { value: task.sys_id }, number_ref: 'INC' })
  const [entry] = await read('sys_dictionary', 'name=task^element=correlation_id')
  expect(entry).toMatchObject({ max_length: '100', mandatory: 'false', read_only: 'false', choice: '0' })
  const whole = await read('sys_dictionary', 'name=incident^elementISEMPTY')
  expect(whole[0].internal_type.value).toBe('collection')
})

test('choices stand with the table that has them, the shared ones with the table that is extended', async () => {
  const labels = async (query: string) => (await read('sys_choice', query)).map(({ label }: { label: string }) => label)
  expect(await labels('name=task^element=impact')).toEqual(['1 - High', '2 - Medium', '3 - Low'])
  expect(await labels('name=incident^element=impact')).toEqual([])
  expect(await labels('name=incident^element=state^ORDERBYsequence')).toContain('On Hold')
  expect(await labels('name=sn_si_incident^element=close_code')).toContain('False positive')
  expect(await labels('name=sn_ti_observable^element=finding')).toContain('Malicious')
})

test('columns of their own are kept like any other, also where they are inherited', async () => {
  const filed = await snow.file({ u_soar_id: '42', u_shared: 's', u_nothing: 'x' })
  expect(filed).toMatchObject({ u_soar_id: '42', u_shared: 's' })
  expect(filed).not.toHaveProperty('u_nothing')
  expect(await read('incident', 'u_soar_id=42')).toHaveLength(1)
})

test('what the platform knows of itself cannot be written', async () => {
  for (const table of ['sys_dictionary', 'sys_choice', 'sys_db_object', 'sys_journal_field', 'sys_attachment']) {
    expect((await snow.call('POST', `/api/now/table/${table}`, { body: { name: 'x' } })).status).toBe(403)
  }
})
