import { type AdministeredSoar, byToken, openAdministeredSoar } from '../../../support/soar-administrator'

describe('assets of the SOAR sandbox', () => {
  let soar: AdministeredSoar
  afterEach(() => soar.close())

  const asset = { name: 'jira', product_vendor: 'Atlassian', product_name: 'Jira' }

  it('are created, listed, filtered and read', async () => {
    soar = await openAdministeredSoar()
    const created = await soar.post('/rest/asset', { ...asset, configuration: { url: 'https://x' }, tags: ['a'] })
    expect(created.body).toEqual({ success: true, id: 1 })
    await soar.post('/rest/asset', { name: 'mail', app_id: 7 })
    const { body } = await soar.list('/rest/asset', { _filter_product_vendor__iexact: '"atlassian"' })
    expect(body).toMatchObject({ count: 1, data: [{ id: 1, name: 'jira', tags: ['a'], disabled: false }] })
    expect((await soar.get('/rest/asset/2')).body).toMatchObject({ name: 'mail', app: 7, configuration: {} })
    expect((await soar.get('/rest/asset/3')).status).toBe(404)
  })

  it('are replaced as a whole', async () => {
    soar = await openAdministeredSoar()
    await soar.post('/rest/asset', { ...asset, description: 'tickets', configuration: { key: 'k' }, disabled: true })
    expect((await soar.post('/rest/asset/1', asset)).body).toEqual({ success: true, id: 1 })
    expect((await soar.get('/rest/asset/1')).body).toMatchObject({
      description: '',
      configuration: {},
      disabled: false,
      version: 2,
    })
  })

  it('are deleted by users', async () => {
    soar = await openAdministeredSoar({ assets: [asset] })
    expect((await soar.send('DELETE', '/rest/asset/1')).status).toBe(403)
    expect((await soar.admin.delete('/rest/asset/1')).body).toEqual({ success: true })
    expect((await soar.get('/rest/asset')).body.count).toBe(0)
  })

  it.each([
    [{ app_id: 1 }],
    [{ name: 'x' }],
    [{ name: 'x', product_name: 'y' }],
    [{ ...asset, disabled: 'no' }],
    [{ ...asset, tenants: 1 }],
  ])('are refused as %j', async body => {
    soar = await openAdministeredSoar()
    expect(await soar.post('/rest/asset', body)).toMatchObject({ status: 400, body: { failed: true } })
  })

  it('include those that apps bring, under the numbers that actions use', async () => {
    soar = await openAdministeredSoar({ apps: [{ name: 'MaxMind', assets: ['geo'] }], assets: [{ name: 'own' }] })
    expect((await soar.get('/rest/asset')).body.data).toMatchObject([
      { id: 1, name: 'geo', app: 1, product_name: 'MaxMind' },
      { id: 2, name: 'own', app: null },
    ])
  })

  it('are checked where it is known which there are', async () => {
    soar = await openAdministeredSoar({ assets: [asset] })
    const container = { name: 'c', label: 'events' }
    expect((await soar.post('/rest/container', { ...container, asset_id: 1 })).status).toBe(200)
    const { status, body } = await soar.post('/rest/container', { ...container, asset_id: 2 })
    expect([status, body.message]).toEqual([400, expect.stringContaining('ingesting asset_id')])
    await soar.close()
    soar = await openAdministeredSoar()
    expect((await soar.post('/rest/container', { ...container, asset_id: 2 })).status).toBe(200)
  })
})

describe('tenants of the SOAR sandbox', () => {
  let soar: AdministeredSoar
  afterEach(() => soar.close())

  it('are one where multi-tenancy is off', async () => {
    soar = await openAdministeredSoar()
    expect((await soar.get('/rest/tenant')).body).toMatchObject({ count: 1, data: [{ id: 0, name: '_default_' }] })
    expect((await soar.get('/rest/tenant/0')).body).toMatchObject({ slas: { high: 60 }, disabled: false })
    expect((await soar.get('/rest/tenant/1')).status).toBe(404)
  })

  it('are the default one and those asked for where it is on', async () => {
    soar = await openAdministeredSoar({ tenants: ['Acme', 'Globex'] })
    const { body } = await soar.list('/rest/tenant', { sort: 'id' })
    expect(body.data.map(({ id, name }: { id: number; name: string }) => [id, name])).toEqual([
      [0, 'Default'],
      [1, 'Acme'],
      [2, 'Globex'],
    ])
  })

  it('take a container by its own word, its asset or its creator, in this order', async () => {
    soar = await openAdministeredSoar({
      tenants: ['Acme', 'Globex', 'Initech'],
      assets: [{ name: 'jira', tenants: [2] }],
      users: [{ username: 'bot', type: 'automation', token: 'bot', default_tenant: 1 }],
    })
    const container = { name: 'c', label: 'events' }
    const bot = soar.as(byToken('bot'))
    const tenantOf = async (body: object) => {
      const { id } = (await bot.post('/rest/container', { ...container, ...body })).body
      return (await soar.get(`/rest/container/${id}`)).body.tenant
    }
    expect(await tenantOf({})).toBe(1)
    expect(await tenantOf({ asset_id: 1 })).toBe(2)
    expect(await tenantOf({ asset_id: 1, tenant_id: 3 })).toBe(3)
    expect((await soar.post('/rest/container', { ...container, tenant_id: 9 })).status).toBe(400)
  })
})
