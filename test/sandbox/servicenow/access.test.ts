import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
beforeEach(async () => {
  snow = await startServiceNowStage({}, [])
})
afterEach(() => snow.close())

test('without an account, or with a wrong password, everything is 401', async () => {
  for (const user of [null, 'nobody']) {
    const refused = await snow.call('GET', '/api/now/table/incident', { user })
    expect(refused.status).toBe(401)
    expect(refused.body).toEqual({
      error: { message: 'User Not Authenticated', detail: 'Required to provide Auth information' },
      status: 'failure',
    })
  }
})

test('security incidents hide from who has no role for them', async () => {
  const body = { short_description: 'Phish', work_notes: 'secret' }
  const { result } = (await snow.call('POST', '/api/now/table/sn_si_incident', { body })).body
  const user = 'beth.anglin'
  const path = `/api/now/table/sn_si_incident/${result.sys_id}`
  for (const method of ['GET', 'PATCH', 'DELETE']) expect((await snow.call(method, path, { user })).status).toBe(404)
  const all = await snow.call('GET', '/api/now/table/sn_si_incident', { user })
  expect([all.status, all.body]).toEqual([200, { result: [] }])
  expect(all.headers.get('x-total-count')).toBe('1')
  const searched = await snow.call('GET', '/api/now/table/sn_si_incident?sysparm_query=active=true', { user })
  expect(searched.status).toBe(403)
  expect(searched.body.error).toEqual({ message: 'Insufficient rights to query records', detail: null })
  const journal = await snow.call('GET', '/api/now/table/sys_journal_field', { user })
  expect(journal.body.result).toEqual([])
  expect((await snow.call('POST', '/api/now/table/sn_si_incident', { user, body })).status).toBe(403)
  expect((await snow.call('GET', path)).body.result.short_description).toBe('Phish')
})

test('the integration user can be made to lack the role', async () => {
  await snow.close()
  snow = await startServiceNowStage({ roles: ['itil'] }, [])
  expect((await snow.call('POST', '/api/now/table/sn_si_incident')).status).toBe(403)
  expect((await snow.call('POST', '/api/now/table/incident')).status).toBe(201)
})

test('users and choices are not to be written', async () => {
  expect((await snow.call('POST', '/api/now/table/sys_user', { body: { name: 'x' } })).status).toBe(403)
})

test.each([
  ['GET', '/api/now/table/sys_nonexistent', 400, 'Invalid table sys_nonexistent'],
  ['GET', '/api/now/nothing', 400, 'Requested URI does not represent any resource'],
  ['PATCH', '/api/now/table/incident', 405, 'Method not supported'],
])('%s %s answers %i', async (method, path, status, message) => {
  const refused = await snow.call(method, path)
  expect(refused.status).toBe(status)
  expect(refused.body).toMatchObject({ error: { message }, status: 'failure' })
})

test('a body that is no JSON is refused', async () => {
  const refused = await snow.call('POST', '/api/now/table/incident', { raw: '{' })
  expect([refused.status, refused.body.error.message]).toEqual([400, 'Exception while reading request'])
})
