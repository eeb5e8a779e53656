import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
let now: number
beforeEach(async () => {
  now = Date.UTC(2026, 2, 4, 5, 6, 7)
  snow = await startServiceNowStage({ now: () => now }, [])
})
afterEach(() => snow.close())

async function ask(form: Record<string, string>) {
  const { id, secret } = snow.client
  const body = new URLSearchParams({ client_id: id, client_secret: secret, ...form })
  const response = await fetch(`${snow.url}/oauth_token.do`, { method: 'POST', body })
  return { status: response.status, body: await response.json() }
}

const login = (form: Record<string, string> = {}) =>
  ask({ grant_type: 'password', username: 'abel.tuter', password: snow.password, ...form })

const callWith = (token: string) =>
  snow.call('GET', '/api/now/table/sys_user?sysparm_limit=1', { headers: { Authorization: `Bearer ${token}` } })

test('a password gets a token of half an hour, and one to refresh it with', async () => {
  const { status, body } = await login()
  expect(status).toBe(200)
  expect(body).toEqual({
    scope: 'useraccount',
    token_type: 'Bearer',
    expires_in: 1799,
    access_token: expect.any(String),
    refresh_token: expect.any(String),
  })
  expect((await callWith(body.access_token)).status).toBe(200)
  now += 1_799_000
  expect((await callWith(body.access_token)).status).toBe(401)
  const fresh = await ask({ grant_type: 'refresh_token', refresh_token: body.refresh_token })
  expect(fresh.body.refresh_token).toBe(body.refresh_token)
  expect((await callWith(fresh.body.access_token)).status).toBe(200)
  now += 8_640_000_000
  expect((await ask({ grant_type: 'refresh_token', refresh_token: body.refresh_token })).status).toBe(401)
})

test('a token acts as who it was given to', async () => {
  const { access_token } = (await login({ username: 'beth.anglin' })).body
  const headers = { Authorization: `Bearer ${access_token}` }
  const body = { short_description: 'x' }
  expect((await snow.call('POST', '/api/now/table/sn_si_incident', { headers, body })).status).toBe(403)
  const filed = await snow.call('POST', '/api/now/table/incident', { headers, body })
  expect(filed.body.result.sys_created_by).toBe('beth.anglin')
})

test('an application gets a token of its own, without one to refresh it', async () => {
  const { body } = await ask({ grant_type: 'client_credentials' })
  expect(body).not.toHaveProperty('refresh_token')
  expect((await callWith(body.access_token)).status).toBe(200)
})

test.each([
  ['a wrong password', { password: 'x' }],
  ['a user nobody knows', { username: 'nobody' }],
  ['a wrong secret', { client_secret: 'x' }],
  ['an application nobody knows', { client_id: 'x' }],
  ['a grant that is none', { grant_type: 'magic' }],
  ['a refresh token that is none', { grant_type: 'refresh_token', refresh_token: 'x' }],
])('%s is denied, with no word of what was wrong', async (_what, form) => {
  expect(await login(form)).toEqual({
    status: 401,
    body: { error_description: 'access_denied', error: 'server_error' },
  })
})

test('a bad token looks like any bad login, or is refused in the words of OAuth', async () => {
  expect((await callWith('x')).body.error.message).toBe('User Not Authenticated')
  await snow.set({ tokenError: 'oauth', tokenLifeS: 1 })
  expect((await callWith('x')).body).toEqual({ error: 'invalid_token', error_description: expect.any(String) })
  expect((await login()).body.expires_in).toBe(1)
})

test('a hardened instance refuses Basic for the integration user, but not a token', async () => {
  await snow.set({ refusesBasic: true })
  expect((await snow.call('GET', '/api/now/table/incident')).status).toBe(401)
  const { access_token } = (await login({ username: 'soarbridge' })).body
  expect((await callWith(access_token)).status).toBe(200)
})

test('tokens end with a reset', async () => {
  const { access_token } = (await login()).body
  await snow.call('POST', '/_sandbox/reset')
  expect((await callWith(access_token)).status).toBe(401)
})
