import { createAdministrationApi } from '../../../../src/connectors/soar/administration/administration-api'
import { failureOf } from '../../../support/http-client-stage'
import { callSoar } from '../../../support/soar-call'
import { closeStages, done, failed, html, list, type Routes, stageSoar } from '../../../support/soar-script'

afterEach(closeStages)

const ask = async (routes: Routes) => createAdministrationApi(callSoar({ url: (await stageSoar(routes)).server.url }))

describe('answers that prove nothing', () => {
  it.each([
    ['a user without an id', { 'GET /rest/ph_user': list({ username: 'x' }) }, 'list'],
    ['a login page for a list', { 'GET /rest/ph_user': html(200) }, 'list'],
    ['another user', { 'GET /rest/ph_user/7': { json: { id: 8 } } }, 'get'],
    ['a list for one user', { 'GET /rest/ph_user/7': { json: [] } }, 'get'],
    ['a creation without an id', { 'POST /rest/ph_user': { json: { success: true } } }, 'create'],
    ['a change of another user', { 'POST /rest/ph_user/7': done(8) }, 'update'],
    ['a deletion without a word', { 'DELETE /rest/ph_user/7': { json: {} } }, 'delete'],
  ])('%s', async (_, routes, operation) => {
    const { users } = await ask(routes as Routes)
    const calls: Record<string, () => Promise<unknown>> = {
      list: () => users.list(),
      get: () => users.get('7'),
      create: () => users.create({ type: 'ldap', username: 'x' }),
      update: () => users.update('7', { title: 'x' }),
      delete: () => users.delete('7'),
    }
    expect(await failureOf((calls[operation] ?? (() => Promise.resolve()))())).toMatchObject({ kind: 'unavailable' })
  })

  it.each([
    ['an audit trail that is none', { 'GET /rest/audit': { json: { total: 0 } } }],
    ['lines that are none', { 'GET /rest/audit': { json: [1, 2] } }],
  ])('%s', async (_, routes) => {
    const { system } = await ask(routes as Routes)
    expect(await failureOf(system.audit())).toMatchObject({ kind: 'unavailable', code: 'unreadable-answer' })
  })

  it('a search without results', async () => {
    const { system } = await ask({ 'GET /rest/search': { json: { count: 1 } } })
    expect(await failureOf(system.search({ text: 'x' }).next())).toMatchObject({ code: 'unreadable-answer' })
  })

  it('a tenant without a number', async () => {
    const { tenants } = await ask({ 'GET /rest/tenant': list({ name: 'x' }) })
    expect(await failureOf(tenants.list())).toMatchObject({ code: 'unreadable-answer' })
  })
})

describe('answers of other versions', () => {
  it('hold fewer fields of a user', async () => {
    const { users } = await ask({ 'GET /rest/ph_user': list({ id: '9', username: 'x', type: 'onprem_integration' }) })
    expect(await users.list()).toEqual([
      {
        id: '9',
        username: 'x',
        type: 'onprem_integration',
        email: null,
        firstName: null,
        lastName: null,
        title: null,
        location: null,
        timeZone: null,
        roles: [],
        isActive: true,
        isSuperuser: false,
        lastLogin: null,
        createdAt: null,
        defaultLabel: null,
        defaultTenantId: null,
      },
    ])
  })

  it('wrap the audit trail or spell its columns with underscores', async () => {
    const { system } = await ask({ 'GET /rest/audit': { json: { data: [{ audit_id: 3, OBJECT_TYPE: 'role' }] } } })
    expect(await system.audit()).toMatchObject([{ id: '3', objectType: 'role', user: null }])
  })

  it('end a search that does not count its pages', async () => {
    const results = [{ category: 'docs', match: { message: '' } }]
    const { system } = await ask({ 'GET /rest/search': { json: { count: 1, results } } })
    const found = []
    for await (const one of system.search({ text: 'x', tenantId: '0' })) found.push(one)
    expect(found).toEqual([{ id: null, category: 'docs', url: null, match: { message: '' } }])
  })

  it('tell the end of a token with and without a zone', async () => {
    const token = (end: string | null) => ({ json: { id: 1, key: 'k', allowed_ips: [], expires_on: end } })
    const { users } = await ask({
      'GET /rest/ph_user/2/token': [token('2030-01-01T00:00:00.000000'), token('2030-01-01T00:00:00Z'), token(null)],
    })
    expect((await users.ownToken('2')).expiresAt).toBe('2030-01-01T00:00:00.000000Z')
    expect((await users.ownToken('2')).expiresAt).toBe('2030-01-01T00:00:00Z')
    expect((await users.ownToken('2')).expiresAt).toBeNull()
  })

  it('refuse with 200', async () => {
    const { users } = await ask({ 'POST /rest/ph_user': failed('Role matching query does not exist.', 200) })
    expect(await failureOf(users.create({ type: 'ldap', username: 'x' }))).toMatchObject({ code: 'refused' })
  })
})
