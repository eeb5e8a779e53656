import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
beforeEach(async () => {
  snow = await startServiceNowStage({}, [{ format: 'notification' }])
})
afterEach(() => snow.close())

const alert = {
  short_description: 'Phish',
  correlation_id: 'siem-1',
  affected_user: 'beth.anglin',
  cmdb_ci: '10.20.30.41',
}

const load = (body: object, table = 'sn_si_incident_import') => snow.call('POST', `/api/now/import/${table}`, { body })

const read = async (path: string) => (await snow.call('GET', `/api/now/table/${path}`)).body.result

test('a row becomes a record, and its references are found by name', async () => {
  const loaded = await load({ ...alert, work_notes: 'from the SIEM' })
  expect(loaded.status).toBe(201)
  const [result] = loaded.body.result
  expect(loaded.body).toEqual({
    import_set: 'ISET0010001',
    staging_table: 'sn_si_incident_import',
    result: [
      {
        transform_map: 'Security Incident Transform',
        table: 'sn_si_incident',
        display_name: 'number',
        display_value: 'SIR0010001',
        record_link: `${snow.url}/api/now/table/sn_si_incident/${result.sys_id}`,
        status: 'inserted',
        sys_id: result.sys_id,
      },
    ],
  })
  const record = await read(`sn_si_incident/${result.sys_id}?sysparm_display_value=true`)
  expect(record).toMatchObject({
    affected_user: { display_value: 'Beth Anglin' },
    cmdb_ci: { display_value: 'web-01' },
    work_notes: expect.stringContaining('from the SIEM'),
  })
  expect((await snow.pushes()).map(({ body }) => body.event_type)).toEqual(['IncidentCreated'])
})

test('a row with the same correlation id updates the record, or is ignored where it changes nothing', async () => {
  const statusOf = async (body: object) => (await load(body)).body.result[0].status
  expect(await statusOf(alert)).toBe('inserted')
  expect(await statusOf(alert)).toBe('ignored')
  expect(await statusOf({ ...alert, short_description: 'Phish again' })).toBe('updated')
  expect(await statusOf({ short_description: 'no id' })).toBe('inserted')
  expect(await statusOf({ short_description: 'no id' })).toBe('inserted')
  expect(await read('sn_si_incident?sysparm_fields=short_description')).toEqual([
    { short_description: 'Phish again' },
    { short_description: 'no id' },
    { short_description: 'no id' },
  ])
})

test('users are imported as the documents show it', async () => {
  const row = { first_name: 'John', last_name: 'Public', user_id: 'john.public', email: 'john.public@company.example' }
  const [result] = (await load(row, 'imp_user')).body.result
  expect(result).toMatchObject({ transform_map: 'User', display_name: 'name', display_value: 'John Public' })
  expect(await read(`sys_user/${result.sys_id}`)).toMatchObject({ user_name: 'john.public', active: 'true' })
})

test('staging columns hold text: nested values lose their form', async () => {
  await load({ short_description: { a: 1, b: ['x', null] }, description: 7, correlation_id: 'n' })
  const [record] = await read('sn_si_incident?correlation_id=n')
  expect(record).toMatchObject({ short_description: '{a=1, b=[x, ]}', description: '7' })
})

test('the staging row tells what became of it', async () => {
  await load(alert)
  const [row] = await read('sn_si_incident_import?sysparm_exclude_reference_link=true')
  expect(row).toMatchObject({ ...alert, sys_import_state: 'inserted', sys_target_table: 'sn_si_incident' })
  const again = await snow.call('GET', `/api/now/import/sn_si_incident_import/${row.sys_id}`)
  expect([again.status, again.body.import_set]).toEqual([200, 'ISET0010001'])
  expect(again.body.result[0]).toMatchObject({ status: 'inserted', sys_id: row.sys_target_sys_id })
  expect((await snow.call('GET', '/api/now/import/sn_si_incident_import/0')).status).toBe(404)
})

test('the Table API takes staging rows too, and transforms them', async () => {
  const staged = await snow.call('POST', '/api/now/table/sn_si_incident_import', { body: alert })
  expect(staged.status).toBe(201)
  expect(staged.body.result).toMatchObject({ sys_import_state: 'inserted', short_description: 'Phish' })
  expect(await read(`sn_si_incident/${staged.body.result.sys_target_sys_id}`)).toMatchObject({
    correlation_id: 'siem-1',
  })
})

test('many rows come in one set, of which only its id is told', async () => {
  const many = (body: unknown, query = '') =>
    snow.call('POST', `/api/now/import/sn_si_incident_import/insertMultiple${query}`, { body })
  const loaded = await many({ records: [alert, { short_description: 'other' }] })
  expect(loaded.status).toBe(201)
  const { import_set_id, multi_import_set_id } = loaded.body
  expect(loaded.body).toEqual({ import_set_id: expect.stringMatching(/^\w{32}$/), multi_import_set_id })
  expect(await read(`sn_si_incident_import?sys_import_set=${import_set_id}`)).toHaveLength(2)
  const next = await many({ records: [] }, `?multi_import_set_id=${multi_import_set_id}`)
  expect(next.body.multi_import_set_id).toBe(multi_import_set_id)
  expect((await many([alert])).status).toBe(400)
})

test('a record that the policies refuse is an error of the row, not of the call', async () => {
  await snow.close()
  const map = { staging: 'u_close', name: 'Close', target: 'incident', fields: { to: 'state' }, coalesce: [] }
  snow = await startServiceNowStage({ imports: [map] }, [])
  const loaded = await load({ to: '7' }, 'u_close')
  expect(loaded.status).toBe(201)
  expect(loaded.body.result).toEqual([
    { transform_map: 'Close', table: 'incident', status: 'error', error_message: expect.stringContaining('mandatory') },
  ])
  const [row] = await read('u_close')
  const again = await snow.call('GET', `/api/now/import/u_close/${row.sys_id}`)
  expect(again.body.result).toEqual(loaded.body.result)
})

test('an unknown staging table and a user without the role are refused', async () => {
  expect((await load(alert, 'incident')).status).toBe(400)
  const refused = await snow.call('POST', '/api/now/import/imp_user', { user: 'beth.anglin', body: {} })
  expect(refused.status).toBe(403)
})
