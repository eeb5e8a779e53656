import { type ClientStage, openClientStage } from '../../../support/administered-soar'
import { failureOf } from '../../../support/http-client-stage'

describe('users, as the SOAR client sees them', () => {
  let stage: ClientStage
  beforeEach(async () => {
    stage = await openClientStage({ roles: [{ name: 'Night Shift' }] })
  })
  afterEach(() => stage.soar.close())

  const local = { type: 'normal', username: 'ada', password: 'lovelace-1815', roles: ['Observer'] } as const

  it('are created in the three kinds that SOAR knows', async () => {
    const { admin } = stage
    const profile = { firstName: 'Ada', lastName: 'Lovelace', title: 'Engineer', location: 'London' }
    const id = await admin.users.create({ ...local, ...profile, email: 'ada@example.com', timeZone: 'Europe/London' })
    expect(await admin.users.get(id)).toMatchObject({
      id,
      ...profile,
      username: 'ada',
      type: 'normal',
      email: 'ada@example.com',
      timeZone: 'Europe/London',
      roles: ['Observer'],
      isActive: true,
      isSuperuser: false,
      lastLogin: null,
    })
    const ldap = await admin.users.create({ type: 'ldap', username: 'l', roles: [6], secondFactor: { kind: 'duo' } })
    expect(await admin.users.get(ldap)).toMatchObject({ type: 'ldap', roles: ['Observer'] })
    const settings = { allowedIps: ['10.0.0.0/8'], defaultLabel: 'events' }
    const bot = await admin.users.create({ type: 'automation', username: 'b', ...settings, defaultTenantId: 0 })
    expect(await admin.users.get(bot)).toMatchObject({ type: 'automation', ...settings, defaultTenantId: '0' })
  })

  it('are listed, automation users on demand, and found by a filter', async () => {
    const { admin } = stage
    await admin.users.create(local)
    const names = async (search?: Parameters<typeof admin.users.list>[0]) =>
      (await admin.users.list(search)).map(({ username }) => username)
    expect(await names()).toEqual(['soar_local_admin', 'ada'])
    expect(await names({ includesAutomation: true })).toEqual(['soar_local_admin', 'automation', 'ada'])
    expect(await names({ filters: [{ field: 'username', value: 'ada' }] })).toEqual(['ada'])
  })

  it('are changed in what is told, with roles added and removed', async () => {
    const { admin } = stage
    const id = await admin.users.create({ ...local, firstName: 'Ada' })
    await admin.users.update(id, { title: 'Countess', addRoles: ['Night Shift'], removeRoles: ['Observer'] })
    expect(await admin.users.get(id)).toMatchObject({ firstName: 'Ada', title: 'Countess', roles: ['Night Shift'] })
    await admin.users.update(id, { roles: [6], addRoles: [7] })
    expect((await admin.users.get(id)).roles).toEqual(['Observer'])
    await admin.users.update('2', { allowedIps: ['127.0.0.1'], secondFactor: null })
    expect((await admin.users.get('2')).allowedIps).toEqual(['127.0.0.1'])
  })

  it('are deleted with a password, softly, and not with a token', async () => {
    const { admin, bot } = stage
    const id = await admin.users.create(local)
    expect(await failureOf(bot.users.delete(id))).toMatchObject({ kind: 'denied', code: 'forbidden' })
    expect(await admin.users.delete(id)).toEqual([])
    expect((await admin.users.get(id)).isActive).toBe(false)
  })

  it('that are not there, or that we may not change, are told apart', async () => {
    const { admin, bot } = stage
    expect(await failureOf(admin.users.get('99'))).toMatchObject({ kind: 'rejected', code: 'not-found' })
    expect(await failureOf(admin.users.update('99', {}))).toMatchObject({ kind: 'rejected', code: 'not-found' })
    expect(await failureOf(bot.users.create(local))).toMatchObject({ kind: 'denied', code: 'forbidden' })
    expect(await failureOf(admin.users.create({ ...local, username: '' }))).toMatchObject({ code: 'refused' })
    expect(await failureOf(admin.users.get('1/../2'))).toMatchObject({ code: 'bad-id' })
  })

  it('take roles by number or by name, not by both', async () => {
    const mixed = [1, 'Observer'] as unknown as number[]
    const failure = await failureOf(Promise.resolve().then(() => stage.admin.users.create({ ...local, roles: mixed })))
    expect(failure).toMatchObject({ kind: 'rejected' })
    expect(stage.exchanges).toEqual([])
  })

  it('leave no password in failures and in the record of exchanges', async () => {
    const { admin, bot, exchanges } = stage
    const id = await admin.users.create(local)
    await admin.users.update(id, { password: 'byron-1815' })
    const failures = [await failureOf(admin.users.create(local)), await failureOf(bot.users.create(local))]
    const text = JSON.stringify([exchanges, failures.map(({ message, code }) => [message, code])])
    expect(text).toContain('/rest/ph_user')
    expect(text).not.toMatch(/lovelace-1815|byron-1815/)
  })
})

describe('our own token', () => {
  let stage: ClientStage
  afterEach(() => stage.soar.close())

  it('is told with its addresses and its end, never itself', async () => {
    stage = await openClientStage()
    expect(await stage.bot.users.ownToken('2')).toEqual({ allowedIps: ['any'], expiresAt: null })
    const token = { username: 'bot', type: 'automation', token_expires_on: '2999-01-01T00:00:00.000000Z' } as const
    await stage.soar.close()
    stage = await openClientStage({ users: [token] })
    expect(await stage.admin.users.ownToken('3')).toEqual({
      allowedIps: ['any'],
      expiresAt: '2999-01-01T00:00:00.000000Z',
    })
    expect(await failureOf(stage.bot.users.ownToken('3'))).toMatchObject({ code: 'forbidden' })
  })

  it('stays where SOAR takes the wish and does nothing', async () => {
    stage = await openClientStage()
    expect(await stage.bot.users.regenerateOwnToken('2')).toEqual({ token: null })
    expect(await stage.bot.system.version()).toBe('8.5.0.248')
  })

  it('is replaced at once where SOAR does it, and shows in no record', async () => {
    stage = await openClientStage({ tokensRegenerateByRest: true })
    const { token } = await stage.bot.users.regenerateOwnToken('2')
    expect(await failureOf(stage.bot.system.version())).toMatchObject({ kind: 'denied', code: 'denied' })
    expect(token).toMatch(/^[\w+/]{43}=$/)
    expect(JSON.stringify(stage.exchanges)).not.toContain(token)
    expect(stage.exchanges[0]).toMatchObject({ method: 'POST', path: '/rest/ph_user/2/token', status: 200 })
  })
})
