import { type OpenedSoar, openSoar } from '../../support/soar-sandbox'

describe('words, users and system of the SOAR sandbox', () => {
  let soar: OpenedSoar
  beforeEach(async () => {
    soar = await openSoar({
      labels: ['events', 'phishing'],
      severities: ['critical', 'high', 'medium'],
      statuses: [
        { name: 'new', type: 'new' },
        { name: 'waiting', type: 'open' },
      ],
      users: [{ username: 'ada', email: 'Ada@Example.com', roles: ['Analyst'] }],
    })
  })
  afterEach(() => soar.close())

  it('lists severities, statuses and labels', async () => {
    const severities = (await soar.get('/rest/severity')).body
    expect(severities).toMatchObject({ count: 3, num_pages: 1 })
    expect(severities.data[2]).toMatchObject({ id: 3, name: 'medium', is_default: true, order: 2 })
    expect((await soar.get('/rest/container_status')).body.data).toMatchObject([
      { id: 1, name: 'new', status_type: 'new' },
      { id: 2, name: 'waiting', status_type: 'open', disabled: false },
    ])
    await soar.post('/rest/container', { name: 'c', label: 'phishing', tags: ['z', 'a'] })
    expect((await soar.get('/rest/container_options')).body).toEqual({
      label: ['events', 'phishing'],
      tags: ['a', 'z'],
      status: ['new', 'waiting'],
      severity: ['critical', 'high', 'medium'],
      sensitivity: ['white', 'green', 'amber', 'red'],
    })
    expect((await soar.get('/rest/label')).status).toBe(404)
  })

  it('finds users and hides automation users unless asked', async () => {
    const names = async (query: Record<string, string>) =>
      (await soar.list('/rest/ph_user', query)).body.data.map((user: { username: string }) => user.username)
    expect(await names({})).toEqual(['soar_local_admin', 'ada'])
    expect(await names({ include_automation: '' })).toEqual(['soar_local_admin', 'automation', 'ada'])
    expect(await names({ _filter_type__in: '["automation"]' })).toEqual(['automation'])
    expect(await names({ _filter_username: '"automation"' })).toEqual([])
    expect(await names({ _filter_username: "'ada'" })).toEqual(['ada'])
    expect(await names({ _filter_email__iexact: '"ada@example.com"' })).toEqual(['ada'])
    expect((await soar.get('/rest/ph_user/3')).body).toMatchObject({ id: 3, username: 'ada', roles: ['Analyst'] })
    expect((await soar.get('/rest/ph_user/9')).status).toBe(404)
  })

  it('tells its version and its address', async () => {
    expect((await soar.get('/rest/version')).body).toEqual({ version: '8.5.0.248' })
    expect((await soar.get('/rest/system_info')).body).toEqual({ base_url: soar.url, time_zone: 'UTC' })
  })

  it('answers what it does not have with 404, what it does not do with 405, and what is no JSON with 400', async () => {
    expect(await soar.get('/rest/case')).toMatchObject({ status: 404, body: { failed: true } })
    expect(await soar.get('/rest/')).toMatchObject({ status: 404, body: { failed: true } })
    expect(await soar.get('/elsewhere')).toMatchObject({ status: 404, body: expect.stringContaining('<html>') })
    expect(await soar.send('PUT', '/rest/container', { body: {} })).toMatchObject({
      status: 405,
      body: { failed: true },
    })
    expect(await soar.post('/rest/container', '{"name":')).toMatchObject({ status: 400, body: { failed: true } })
    expect(await soar.post('/rest/container', 'null')).toMatchObject({ status: 400, body: { failed: true } })
  })

  it('signs in before it says what is there', async () => {
    expect((await soar.send('GET', '/rest/nothing', { headers: {} })).status).toBe(401)
  })

  it('refuses a body beyond what nginx lets through', async () => {
    const answer = await soar.post('/rest/container', 'x'.repeat(33 * 1024 * 1024)).catch(() => null)
    expect(answer === null || answer.status === 413).toBe(true)
    expect(await soar.effects()).toEqual([])
  })
})
