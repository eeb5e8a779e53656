import { type OpenedSoar, openSoar } from '../../support/soar-sandbox'

describe('signing in to the SOAR sandbox', () => {
  let soar: OpenedSoar
  afterEach(() => soar.close())

  const basic = (user: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  })
  const ask = (headers: Record<string, string>) => soar.send('GET', '/rest/version', { headers })

  it('takes the token in its own header and as the password of nobody', async () => {
    soar = await openSoar({ token: 'abc=' })
    expect((await ask({ 'ph-auth-token': 'abc=' })).body).toEqual({ version: '8.5.0.248' })
    expect((await ask(basic('', 'abc='))).status).toBe(200)
  })

  it('takes user and password', async () => {
    soar = await openSoar({ users: [{ username: 'ada', password: 'a:b' }] })
    expect((await ask(basic('ada', 'a:b'))).status).toBe(200)
    expect((await ask(basic('ada', 'a'))).status).toBe(401)
    expect((await ask(basic('automation', ''))).status).toBe(401)
  })

  it('answers a wrong token, no credentials and an inactive user in its own words', async () => {
    soar = await openSoar({ token: 'abc', users: [{ username: 'gone', password: 'p', is_active: false }] })
    const texts = [
      { 'ph-auth-token': 'abd' },
      basic('', ''),
      {},
      { authorization: 'Bearer abc' },
      basic('gone', 'p'),
    ].map(async headers => {
      const { status, body } = await ask(headers)
      return [status, body]
    })
    expect(await Promise.all(texts)).toEqual([
      [401, { failed: true, message: 'Invalid automation token' }],
      [401, { failed: true, message: 'Invalid automation token' }],
      [401, { failed: true, message: 'No supported auth information provided in request' }],
      [401, { failed: true, message: 'No supported auth information provided in request' }],
      [401, { failed: true, message: 'User is inactive' }],
    ])
  })

  it('takes a bearer token in the training dialect only', async () => {
    soar = await openSoar({ token: 'abc', trainingDialect: true })
    expect((await ask({ authorization: 'Bearer abc' })).status).toBe(200)
  })

  it('asks for nothing where authentication is off', async () => {
    soar = await openSoar({ requireAuth: false })
    expect((await ask({})).status).toBe(200)
  })

  it('lets a user delete and a token not', async () => {
    soar = await openSoar()
    const { body } = await soar.post('/rest/container', { name: 'c', label: 'events', artifacts: [{ name: 'a' }] })
    const refused = await soar.send('DELETE', '/rest/container/1')
    expect(refused.status).toBe(403)
    expect(refused.body.message).toContain('does not have permission')
    expect((await soar.get('/rest/container/1')).status).toBe(200)

    const admin = { headers: basic('soar_local_admin', 'password') }
    const artifact = body.new_artifact_ids[0]
    expect((await soar.send('DELETE', `/rest/artifact/${artifact}`, admin)).body).toEqual({ success: true, id: '1' })
    expect((await soar.send('DELETE', '/rest/container/1', admin)).body).toEqual({ success: true })
    expect((await soar.get('/rest/container/1')).status).toBe(404)
  })
})
