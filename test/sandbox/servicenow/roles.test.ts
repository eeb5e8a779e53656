import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
beforeEach(async () => {
  snow = await startServiceNowStage({}, [])
})
afterEach(() => snow.close())

const addRule = (rule: Record<string, unknown>) => snow.call('POST', '/_sandbox/rule', { body: rule })

async function fileSecurity(): Promise<string> {
  const body = { short_description: 'Phish', secure_notes: 'from a source' }
  const { result } = (await snow.call('POST', '/api/now/table/sn_si_incident', { body })).body
  return `/api/now/table/sn_si_incident/${result.sys_id}`
}

async function grant(user: string, role: string): Promise<void> {
  const idOf = async (table: string, query: string) =>
    (await snow.call('GET', `/api/now/table/${table}?${query}`)).body.result[0].sys_id
  const body = { user: await idOf('sys_user', `user_name=${user}`), role: await idOf('sys_user_role', `name=${role}`) }
  const granted = await snow.call('POST', '/api/now/table/sys_user_has_role', { body, user: 'admin' })
  expect(granted.status).toBe(201)
}

test('a role that only reads sees security incidents, but may not write them', async () => {
  const path = await fileSecurity()
  await grant('beth.anglin', 'sn_si.read')
  const user = 'beth.anglin'
  expect((await snow.call('GET', path, { user })).status).toBe(200)
  const refused = await snow.call('PATCH', path, { user, body: { description: 'x' } })
  expect(refused.status).toBe(403)
  expect(refused.body.error.detail).toBe('ACL Exception Update Failed due to security constraints')
  expect((await snow.call('DELETE', path, { user })).body.error.detail).toContain('ACL Exception Delete')
})

test('columns that are closed are left out, cannot be written and cannot be asked for', async () => {
  const path = await fileSecurity()
  await grant('beth.anglin', 'sn_si.basic')
  const user = 'beth.anglin'
  const seen = (await snow.call('GET', `${path}?sysparm_fields=number,secure_notes`, { user })).body.result
  expect(seen).toEqual({ number: 'SIR0010001' })
  const written = await snow.call('PATCH', path, { user, body: { secure_notes: 'x', description: 'y' } })
  expect(written.body.result.description).toBe('y')
  expect((await snow.call('GET', path)).body.result).toMatchObject({ secure_notes: 'from a source', description: 'y' })
  const asked = await snow.call('GET', '/api/now/table/sn_si_incident?sysparm_query=secure_notesISNOTEMPTY', { user })
  expect([asked.status, asked.body.error.message]).toEqual([403, 'Insufficient rights to query records'])
})

test('administrators add rules, of tables and of columns, also for those that a table inherits', async () => {
  const path = `/api/now/table/incident/${(await snow.file({ description: 'd' })).sys_id}`
  await addRule({ table: 'task', field: 'description', operation: 'read', roles: [] })
  await addRule({ table: 'incident', field: 'urgency', operation: 'write', roles: ['nobody'] })
  expect((await snow.call('GET', path)).body.result).not.toHaveProperty('description')
  expect((await snow.call('GET', path, { user: 'admin' })).body.result.description).toBe('d')
  expect((await snow.call('PATCH', path, { body: { urgency: '1' } })).body.result.urgency).toBe('3')
  await addRule({ table: 'incident', field: 'description', operation: 'read', roles: ['*'] })
  expect((await snow.call('GET', path)).body.result.description).toBe('d')
  await addRule({ table: 'incident', operation: 'delete', roles: [] })
  expect((await snow.call('DELETE', path)).status).toBe(403)
  await addRule({ table: 'incident', operation: 'read', roles: [] })
  expect((await snow.call('GET', path)).status).toBe(404)
  await snow.call('POST', '/_sandbox/reset')
  expect((await snow.call('GET', '/api/now/table/incident?active=true')).status).toBe(200)
})

test('the journal can be closed, and its entries are read as display values then', async () => {
  const filed = await snow.file({ work_notes: 'seen' })
  await addRule({ table: 'sys_journal_field', operation: 'read', roles: [] })
  const query = `sysparm_query=element_id=${filed.sys_id}`
  expect((await snow.call('GET', `/api/now/table/sys_journal_field?${query}`)).status).toBe(403)
  const shown = await snow.call('GET', `/api/now/table/incident/${filed.sys_id}?sysparm_display_value=all`)
  expect(shown.body.result.work_notes).toEqual({ display_value: expect.stringContaining('seen'), value: '' })
})

test.each([
  [{ table: 'incident', operation: 'own', roles: [] }],
  [{ table: 'incident', operation: 'read' }],
  [{ operation: 'read', roles: [] }],
  ['x'],
])('%j is no rule', async rule => {
  expect((await snow.call('POST', '/_sandbox/rule', { body: rule })).status).toBe(400)
})

test('rules can stand from the start', async () => {
  await snow.close()
  snow = await startServiceNowStage({ rules: [{ table: 'incident', operation: 'create', roles: [] }] }, [])
  expect((await snow.call('POST', '/api/now/table/incident')).status).toBe(403)
  await snow.call('POST', '/_sandbox/reset')
  expect((await snow.call('POST', '/api/now/table/incident')).status).toBe(403)
})

test('users come and go with their rights: who is locked out or inactive cannot log in', async () => {
  const user = 'admin'
  const body = { user_name: 'eve', first_name: 'Eve', last_name: 'Ash', email: 'eve@acme.example' }
  const made = (await snow.call('POST', '/api/now/table/sys_user', { body, user })).body.result
  expect(made).toMatchObject({ name: 'Eve Ash', active: 'true' })
  const callAsEve = async () => (await snow.call('GET', '/api/now/table/incident', { user: 'eve' })).status
  expect(await callAsEve()).toBe(200)
  for (const change of [{ active: 'false' }, { active: 'true', locked_out: 'true' }]) {
    await snow.call('PATCH', `/api/now/table/sys_user/${made.sys_id}`, { body: change, user })
    expect(await callAsEve()).toBe(401)
  }
})

test('groups know their members', async () => {
  const query = 'sysparm_query=group.name=Security Incident Assignment&sysparm_fields=user.user_name'
  expect((await snow.call('GET', `/api/now/table/sys_user_grmember?${query}`)).body.result).toEqual([
    { 'user.user_name': 'abel.tuter' },
  ])
})
