import { type ClientStage, openClientStage } from '../../../support/administered-soar'
import { failureOf } from '../../../support/http-client-stage'

describe('settings of SOAR, as its client sees them', () => {
  let stage: ClientStage
  beforeEach(async () => {
    stage = await openClientStage({ tenants: ['Acme'] })
  })
  afterEach(() => stage.soar.close())

  it('are roles', async () => {
    const { roles } = stage.bot
    expect((await roles.list()).map(({ name }) => name)).toContain('Incident Commander')
    expect(await roles.list([{ field: 'name', value: 'Observer' }])).toEqual([await roles.get('6')])
    expect(await roles.get('6')).toMatchObject({ id: '6', name: 'Observer', isBuiltIn: true })
    expect(await failureOf(roles.get('99'))).toMatchObject({ code: 'not-found' })
  })

  it('are tenants, the default one with number 0', async () => {
    const { tenants } = stage.bot
    expect(await tenants.list()).toMatchObject([
      { id: '0', name: 'Default', isDisabled: false },
      { id: '1', name: 'Acme', description: null },
    ])
    expect((await tenants.get('0')).name).toBe('Default')
  })

  it('are severities and statuses, which come and go', async () => {
    const { severities, statuses } = stage.admin
    const critical = await severities.create({ name: 'critical', color: 'red' })
    const held = await statuses.create({ name: 'on hold', type: 'open' })
    expect(await severities.list()).toContainEqual({
      id: critical,
      name: 'critical',
      color: 'red',
      isDefault: false,
      isDisabled: false,
      order: 3,
    })
    expect(await statuses.list()).toContainEqual(expect.objectContaining({ id: held, name: 'on hold', type: 'open' }))
    await severities.delete(critical)
    await statuses.delete(held)
    expect((await severities.list()).find(({ id }) => id === critical)?.isDisabled).toBe(true)
    expect(await failureOf(stage.bot.severities.create({ name: 'x' }))).toMatchObject({ code: 'forbidden' })
    expect(await failureOf(severities.create({ name: 'two words' }))).toMatchObject({ code: 'refused' })
  })

  it('are assets without their secrets', async () => {
    const { assets } = stage.bot
    const of = { product: 'Jira', vendor: 'Atlassian' }
    const configuration = { url: 'https://jira.example', ph_0: 'hush-hush-hush' }
    const id = await assets.create({ name: 'jira', of, tags: ['a'], tenantIds: [1], configuration })
    expect(await assets.get(id)).toEqual({
      id,
      name: 'jira',
      description: null,
      type: null,
      vendor: 'Atlassian',
      product: 'Jira',
      productVersion: null,
      appId: null,
      tags: ['a'],
      tenantIds: ['1'],
      isDisabled: false,
      configured: ['url', 'ph_0'],
    })
    await assets.replace(id, { name: 'jira', of: { appId: 4 }, description: 'tickets', isDisabled: true })
    expect(await assets.list([{ field: 'name', value: 'jira' }])).toMatchObject([
      { appId: '4', tags: [], configured: [], isDisabled: true, description: 'tickets' },
    ])
    expect(JSON.stringify(stage.exchanges)).not.toContain('hush-hush-hush')
    expect(await failureOf(assets.replace('99', { name: 'x', of }))).toMatchObject({ code: 'not-found' })
  })
})

describe('what SOAR tells of itself and of its past', () => {
  let stage: ClientStage
  afterEach(() => stage.soar.close())

  it('is version, address, license and health', async () => {
    stage = await openClientStage()
    const { system } = stage.bot
    expect(await system.version()).toBe('8.5.0.248')
    expect(await system.info()).toEqual({
      baseUrl: stage.soar.url,
      timeZone: 'UTC',
      version: null,
      status: null,
      uptimeSeconds: null,
    })
    expect(await system.license()).toMatchObject({ status: 'valid' })
    expect((await system.health()).map(({ daemon }) => daemon)).toContain('ingestd')
  })

  it('is read in the training dialect too', async () => {
    stage = await openClientStage({ trainingDialect: true })
    const { system, users, roles } = stage.bot
    expect(await system.info()).toMatchObject({
      version: '8.5.0.248',
      status: 'running',
      uptimeSeconds: expect.any(Number),
    })
    expect((await users.list()).map(({ username }) => username)).toEqual(['soar_local_admin'])
    expect(await roles.list()).toHaveLength(6)
  })

  it('is the audit trail, narrowed and in order', async () => {
    stage = await openClientStage()
    const { soar, admin } = stage
    await soar.post('/rest/container', { name: 'c', label: 'events' })
    await soar.post('/rest/container/1', { status: 'open' })
    await soar.post('/rest/container', { name: 'd', label: 'events' })
    const [created, changed] = await admin.system.audit({ containers: ['1'], order: 'asc' })
    expect(created).toMatchObject({ user: 'automation', userId: '2', objectType: 'container', objectId: '1' })
    expect(changed).toMatchObject({ field: 'status', newValue: 'open', oldValue: null, relatedType: null })
    expect(await admin.system.audit({ containers: ['1', '2'], users: ['2'] })).toHaveLength(3)
    expect(await admin.system.audit({ from: new Date('2999-01-01'), to: new Date('2999-01-02') })).toEqual([])
    expect(await failureOf(admin.system.audit({ containers: ['1&user=2'] }))).toMatchObject({ code: 'bad-id' })
  })

  it('is the search, all of its pages', async () => {
    stage = await openClientStage()
    const { soar, bot } = stage
    const containers = Array.from({ length: 130 }, () => ({ name: 'Phishing', label: 'events' }))
    await soar.post('/rest/container', containers)
    const found = []
    for await (const one of bot.system.search({ text: 'phish', categories: ['container'] })) found.push(one)
    expect(found).toHaveLength(130)
    expect(found[129]).toEqual({
      id: '130',
      category: 'container',
      url: `${soar.url}/mission/130/`,
      match: { name: '<b>Phish</b>ing' },
    })
    expect(stage.exchanges).toHaveLength(2)
    expect(await failureOf(bot.system.search({ text: ' ' }).next())).toMatchObject({ kind: 'rejected' })
  })
})
