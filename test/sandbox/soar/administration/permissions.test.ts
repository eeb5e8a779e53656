import { type AdministeredSoar, basic, byToken, openAdministeredSoar } from '../../../support/soar-administrator'

describe('what a caller of the SOAR sandbox may do', () => {
  let soar: AdministeredSoar
  beforeAll(async () => {
    const everything = ['view', 'edit', 'delete', 'execute'] as const
    soar = await openAdministeredSoar({
      roles: [
        { name: 'Files Only', permissions: { containers: ['view'] } },
        { name: 'Cleaner', permissions: { containers: everything } },
      ],
      users: [
        { username: 'reader', type: 'automation', token: 'reader', roles: ['Observer'] },
        { username: 'files', type: 'automation', token: 'files', roles: ['Files Only'] },
        { username: 'nobody', type: 'automation', token: 'nobody', roles: [] },
        { username: 'both', type: 'automation', token: 'both', roles: ['Files Only', 'Asset Owner'] },
        { username: 'cleaner', password: 'p', roles: ['Cleaner'] },
        { username: 'engineer', password: 'p', roles: ['Automation Engineer'] },
      ],
    })
    await soar.post('/rest/container', { name: 'c', label: 'events' })
  })
  afterAll(() => soar.close())

  const status = async (headers: Record<string, string>, method: 'get' | 'post' | 'delete', path: string) =>
    (await soar.as(headers)[method](path, {})).status

  it.each([
    ['reader', 'get', '/rest/container/1', 200],
    ['reader', 'post', '/rest/container/1', 403],
    ['reader', 'post', '/rest/artifact', 403],
    ['reader', 'get', '/rest/severity', 200],
    ['reader', 'get', '/rest/audit', 200],
    ['reader', 'post', '/rest/playbook_run', 403],
    ['reader', 'post', '/rest/ph_user', 403],
    ['files', 'get', '/rest/container/1/artifacts', 200],
    ['files', 'get', '/rest/ph_user', 403],
    ['files', 'get', '/rest/container_status', 403],
    ['files', 'get', '/rest/asset', 403],
    ['both', 'get', '/rest/asset', 200],
    ['both', 'get', '/rest/container', 200],
    ['both', 'post', '/rest/container/1', 403],
    ['nobody', 'get', '/rest/container', 403],
    ['nobody', 'get', '/rest/version', 200],
    ['nobody', 'get', '/rest/system_info', 200],
    ['nobody', 'get', '/rest/license', 200],
    ['nobody', 'get', '/rest/health', 200],
    ['nobody', 'get', '/rest/constructor', 404],
  ] as const)('%s: %s %s is %d', async (token, method, path, expected) => {
    expect(await status(byToken(token), method, path)).toBe(expected)
  })

  it('includes reading themselves', async () => {
    expect(await status(byToken('nobody'), 'get', '/rest/ph_user/5')).toBe(200)
    expect(await status(byToken('nobody'), 'get', '/rest/ph_user/5/token')).toBe(200)
    expect(await status(byToken('nobody'), 'post', '/rest/ph_user/5')).toBe(403)
    expect(await status(byToken('nobody'), 'get', '/rest/ph_user/4')).toBe(403)
  })

  it('does not include users and settings for the automation user', async () => {
    const own = byToken(soar.token)
    expect(await status(own, 'post', '/rest/ph_user')).toBe(403)
    expect(await status(own, 'post', '/rest/severity')).toBe(403)
    expect(await status(own, 'get', '/rest/ph_user')).toBe(200)
  })

  it('includes deletions for users with the right, never for tokens', async () => {
    const add = async () => (await soar.post('/rest/container', { name: 'c', label: 'events' })).body.id
    const path = `/rest/container/${await add()}`
    expect(await status(byToken(soar.token), 'delete', path)).toBe(403)
    expect(await status(basic('engineer', 'p'), 'delete', path)).toBe(403)
    expect(await status(basic('cleaner', 'p'), 'delete', path)).toBe(200)
  })

  it('is told in words that clients look for', async () => {
    const { body } = await soar.as(byToken('reader')).post('/rest/container', {})
    expect(body).toEqual({ failed: true, message: 'User reader does not have permission to edit containers' })
  })

  it('is listed with the roles', async () => {
    const { body } = await soar.list('/rest/role', { _filter_name: '"Observer"' })
    expect(body).toMatchObject({ count: 1, data: [{ id: 6, name: 'Observer', immutable: true }] })
    expect(body.data[0].permissions).toContainEqual({
      name: 'containers',
      view: true,
      edit: false,
      delete: false,
      execute: false,
    })
    expect((await soar.get('/rest/role/7')).body).toMatchObject({ name: 'Files Only', immutable: false })
    expect((await soar.get('/rest/role/99')).status).toBe(404)
  })
})
