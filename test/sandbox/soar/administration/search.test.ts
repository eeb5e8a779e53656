import { type AdministeredSoar, openAdministeredSoar } from '../../../support/soar-administrator'

describe('the search of the SOAR sandbox', () => {
  let soar: AdministeredSoar
  beforeAll(async () => {
    soar = await openAdministeredSoar({ assets: [{ name: 'phish tank' }], tenants: ['Acme'] })
    const artifacts = [{ name: 'a', cef: { requestURL: 'http://phish.example/x' } }]
    await soar.post('/rest/container', { name: 'Phishing mail', label: 'events', artifacts })
    await soar.post('/rest/container', { name: 'other', description: 'no phishing', label: 'events', tenant_id: 1 })
    for (let count = 0; count < 11; count += 1) await soar.post('/rest/container', { name: 'bulk', label: 'events' })
  })
  afterAll(() => soar.close())

  const search = async (query: Record<string, string>) => (await soar.list('/rest/search', query)).body

  it('finds text in any case and shows where', async () => {
    const { results, ...envelope } = await search({ query: 'PHISH' })
    expect(envelope).toEqual({ count: 4, num_pages: 1, page: 1 })
    expect(results).toEqual([
      {
        id: '1',
        category: 'container',
        verbose: 'Container',
        url: `${soar.url}/mission/1/`,
        match: { name: '<b>Phish</b>ing mail' },
      },
      {
        id: '2',
        category: 'container',
        verbose: 'Container',
        url: `${soar.url}/mission/2/`,
        match: { description: 'no <b>phish</b>ing' },
      },
      {
        id: '1',
        category: 'artifact',
        verbose: 'Artifact',
        url: `${soar.url}/mission/1/`,
        match: { cef: 'http://<b>phish</b>.example/x' },
      },
      {
        id: '1',
        category: 'asset',
        verbose: 'Asset',
        url: `${soar.url}/asset/1`,
        match: { name: '<b>phish</b> tank' },
      },
    ])
  })

  it('keeps to categories and a tenant', async () => {
    expect((await search({ query: 'phish', categories: 'artifact,asset' })).count).toBe(2)
    expect((await search({ query: 'phish', categories: 'docs' })).count).toBe(0)
    expect((await search({ query: 'phish', categories: 'container', tenant: '1' })).results).toMatchObject([
      { id: '2' },
    ])
  })

  it('counts its pages from 1', async () => {
    expect(await search({ query: 'bulk' })).toMatchObject({ count: 11, num_pages: 2, page: 1 })
    expect((await search({ query: 'bulk', page: '2' })).results).toHaveLength(1)
    expect((await search({ query: 'bulk', page: '0' })).results).toEqual([])
    expect((await search({ query: 'bulk', page_size: '0' })).results).toHaveLength(11)
  })

  it('needs a query', async () => {
    expect((await soar.get('/rest/search')).status).toBe(400)
    expect((await soar.get('/rest/search?query=x&page=one')).status).toBe(400)
  })
})

describe('what the SOAR sandbox tells of itself', () => {
  it('is a license, a series for each daemon, and no more than can be read', async () => {
    const soar = await openAdministeredSoar()
    expect((await soar.get('/rest/license')).body).toMatchObject({ status: 'valid', license_info: { max_seats: 0 } })
    const health = (await soar.get('/rest/health')).body
    expect(health.ingestd).toEqual([expect.objectContaining({ status: 'running' })])
    expect((await soar.post('/rest/license', {})).status).toBe(405)
    await soar.close()
  })
})
