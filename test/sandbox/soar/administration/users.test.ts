import { type AdministeredSoar, basic, openAdministeredSoar } from '../../../support/soar-administrator'

describe('users of the SOAR sandbox', () => {
  let soar: AdministeredSoar
  afterEach(() => soar.close())

  const local = { username: 'ada@example.com', password: 'lovelace', roles: ['Observer'] }
  const create = async (body: unknown) => (await soar.admin.post('/rest/ph_user', body)).body
  const read = async (id: number) => (await soar.admin.get(`/rest/ph_user/${id}`)).body
  const roles = [{ name: 'Night Shift' }, { name: 'Day Shift' }]

  it('are created and signed in at once', async () => {
    soar = await openAdministeredSoar()
    expect(await create({ ...local, first_name: 'Ada', time_zone: 'US/Pacific', '2fa': 'duo' })).toEqual({
      id: 3,
      success: true,
    })
    expect(await read(3)).toMatchObject({
      username: 'ada@example.com',
      first_name: 'Ada',
      type: 'normal',
      roles: ['Observer'],
      time_zone: 'US/Pacific',
      is_active: true,
      is_superuser: false,
    })
    expect((await soar.as(basic('ada@example.com', 'lovelace')).get('/rest/version')).status).toBe(200)
  })

  it('never show a password, a token or a second factor', async () => {
    soar = await openAdministeredSoar()
    await create({ ...local, '2fa': 'duo', '2fa_username': 'ada' })
    await create({ username: 'bot', type: 'automation', allowed_ips: ['any'] })
    const list = JSON.stringify((await soar.admin.get('/rest/ph_user?include_automation')).body)
    const single = JSON.stringify([await read(3), await read(4)])
    expect(list + single).not.toMatch(/lovelace|password|"key"|2fa/)
  })

  it('of the directory have no password here', async () => {
    soar = await openAdministeredSoar()
    expect(await create({ username: 'l', type: 'ldap', email: 'l@example.com' })).toEqual({ id: 3, success: true })
    expect(await read(3)).toMatchObject({ type: 'ldap', email: 'l@example.com' })
    expect(await create({ username: 'm', type: 'ldap', password: 'x' })).toMatchObject({ failed: true })
    expect((await soar.as(basic('l', '')).get('/rest/version')).status).toBe(401)
  })

  it('of automation get addresses, a label and a tenant, and nobody else does', async () => {
    soar = await openAdministeredSoar()
    const settings = { allowed_ips: ['10.0.0.0/8', '::1', 'any'], default_label: 'events', default_tenant_id: 0 }
    await create({ username: 'bot', type: 'automation', ...settings })
    await create({ ...local, ...settings })
    expect(await read(3)).toMatchObject({
      allowed_ips: ['10.0.0.0/8', '::1', 'any'],
      default_label: 'events',
      default_tenant: 0,
    })
    expect(await read(4)).toMatchObject({ default_label: null, default_tenant: null })
    expect(await read(4)).not.toHaveProperty('allowed_ips')
  })

  it.each([
    ['no name', { password: 'x' }],
    ['an empty name', { username: '', password: 'x' }],
    ['no password', { username: 'x' }],
    ['a name that is taken', { username: 'soar_local_admin', password: 'x' }],
    ['a type that is none', { username: 'x', password: 'x', type: 'robot' }],
    ['another second factor', { username: 'x', password: 'x', '2fa': 'sms' }],
    ['a network that is none', { username: 'x', type: 'automation', allowed_ips: ['10.0.0.0/99'] }],
    ['roles by id and by name', { username: 'x', password: 'x', roles: [1, 'Observer'] }],
    ['roles that are no list', { username: 'x', password: 'x', roles: 'Observer' }],
    ['nothing', null],
  ])('are refused with %s', async (_, body) => {
    soar = await openAdministeredSoar()
    expect(await soar.admin.post('/rest/ph_user', body)).toMatchObject({ status: 400, body: { failed: true } })
    expect((await soar.admin.get('/rest/ph_user')).body.count).toBe(1)
  })

  it('change role by role, or all roles at once', async () => {
    soar = await openAdministeredSoar({ roles })
    await create({ ...local, roles: [6, 7] })
    expect((await read(3)).roles).toEqual(['Observer', 'Night Shift'])
    const change = (body: unknown) => soar.admin.post('/rest/ph_user/3', body)
    expect((await change({ add_roles: [8], remove_roles: [6] })).body).toEqual({ id: 3, success: true })
    expect((await read(3)).roles).toEqual(['Night Shift', 'Day Shift'])
    await change({ roles: ['Automation'], add_roles: ['Observer'], remove_roles: ['Automation'] })
    expect((await read(3)).roles).toEqual(['Automation'])
    await change({ title: 'Engineer', type: 'ldap', username: 'other', hobby: 'chess' })
    expect(await read(3)).toMatchObject({ title: 'Engineer', type: 'normal', username: local.username })
    expect(await read(3)).not.toHaveProperty('hobby')
    expect((await read(3)).roles).toEqual(['Automation'])
  })

  it('ignore roles that do not exist, or refuse them behind a switch', async () => {
    soar = await openAdministeredSoar()
    await create({ ...local, roles: [6, 99] })
    expect((await read(3)).roles).toEqual(['Observer'])
    await soar.close()
    soar = await openAdministeredSoar({ unknownRoles: 'refuse' })
    expect((await soar.admin.post('/rest/ph_user', { ...local, roles: [99] })).status).toBe(400)
  })

  it('change their password', async () => {
    soar = await openAdministeredSoar()
    await create(local)
    await soar.admin.post('/rest/ph_user/3', { password: 'byron' })
    expect((await soar.as(basic('ada@example.com', 'lovelace')).get('/rest/version')).status).toBe(401)
    expect((await soar.as(basic('ada@example.com', 'byron')).get('/rest/version')).status).toBe(200)
  })

  it('are deleted softly', async () => {
    soar = await openAdministeredSoar()
    await create(local)
    expect((await soar.admin.delete('/rest/ph_user/3')).body).toEqual({ success: true, warning_messages: [] })
    expect(await read(3)).toMatchObject({ is_active: false })
    expect((await soar.as(basic('ada@example.com', 'lovelace')).get('/rest/version')).body).toEqual({
      failed: true,
      message: 'User is inactive',
    })
    expect((await soar.admin.delete('/rest/ph_user/99')).status).toBe(404)
  })

  it('come back to those of the start with a reset', async () => {
    soar = await openAdministeredSoar()
    await create(local)
    await soar.send('POST', '/_sandbox/reset')
    expect((await soar.admin.get('/rest/ph_user')).body.count).toBe(1)
    expect((await soar.get('/rest/version')).status).toBe(200)
  })

  it('go on from a state, with what they sign in with', async () => {
    soar = await openAdministeredSoar()
    await create(local)
    const state = (await soar.get('/_sandbox/state')).body
    const next = await openAdministeredSoar({ state })
    expect((await next.as(basic('ada@example.com', 'lovelace')).get('/rest/ph_user/3')).status).toBe(200)
    expect(next.token).toBe(soar.token)
    await next.close()
  })
})
